package emulator

import (
	"regexp"
	"slices"
)

// Limits of labels, in characters. The description's is in GitHub's published
// description; the name's was measured.
const (
	maxLabelName        = 50
	maxLabelDescription = 100
)

var colorPattern = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

// labelEdit is what a label shall become; nil leaves a part as it is.
type labelEdit struct{ name, color, description *string }

// createLabel adds a label to a repository. Without a color it is grey.
func (t *tx) createLabel(r *repository, as labelEdit) (*label, error) {
	if err := t.mayLabel(r, nil, as); err != nil {
		return nil, err
	}
	if deref(as.name) == "" {
		return nil, invalid("Validation Failed", fieldProblem{Resource: "Label", Field: "name", Code: "missing_field"})
	}
	l := t.labelNamed(r, *as.name)
	as.apply(l)
	t.emitLabel(r, l, "created", nil)
	return l, nil
}

// editLabel changes a label everywhere it is used.
func (t *tx) editLabel(r *repository, l *label, to labelEdit) error {
	if err := t.mayLabel(r, l, to); err != nil {
		return err
	}
	was := *l
	to.apply(l)
	changes := object{}
	for name, pair := range map[string][2]string{
		"name": {was.name, l.name}, "color": {was.color, l.color}, "description": {was.description, l.description},
	} {
		if pair[0] != pair[1] {
			changes[name] = object{"from": pair[0]}
		}
	}
	if len(changes) > 0 {
		t.emitLabel(r, l, "edited", object{"changes": changes})
	}
	return nil
}

// deleteLabel takes a label from the repository and from all its issues,
// whose timelines do not tell of it.
func (t *tx) deleteLabel(r *repository, l *label) error {
	if err := t.may(r, roleWrite); err != nil {
		return err
	}
	r.labels = without(r.labels, l)
	for _, i := range r.issues {
		if i != nil && contains(i.labels, l) {
			i.labels = without(i.labels, l)
		}
	}
	delete(t.nodes, l.nodeID)
	t.emitLabel(r, l, "deleted", nil)
	return nil
}

// mayLabel refuses those without the right to write, and what breaks a rule.
// Names are unique without regard to case.
func (t *tx) mayLabel(r *repository, l *label, to labelEdit) error {
	if err := t.may(r, roleWrite); err != nil {
		return err
	}
	wrong := fieldProblem{Resource: "Label", Code: "invalid"}
	switch {
	case to.name != nil && r.label(*to.name) != nil && r.label(*to.name) != l:
		wrong.Field, wrong.Code = "name", "already_exists"
	case to.name != nil && (l != nil && *to.name == "" || len([]rune(*to.name)) > maxLabelName):
		wrong.Field = "name"
	case to.color != nil && !colorPattern.MatchString(*to.color):
		wrong.Field = "color"
	case len([]rune(deref(to.description))) > maxLabelDescription:
		wrong.Field = "description"
	default:
		return nil
	}
	return invalid("Validation Failed", wrong)
}

func (to labelEdit) apply(l *label) {
	for _, part := range []struct {
		of *string
		to *string
	}{{&l.name, to.name}, {&l.color, to.color}, {&l.description, to.description}} {
		if part.to != nil {
			*part.of = *part.to
		}
	}
}

func (t *tx) emitLabel(r *repository, l *label, action string, extra object) {
	t.emit("label", action, r.owner, r, object{"label": t.labelJSON(r, l)}.with(extra))
}

// labelNamed finds a repository's label or makes it, without telling anybody.
func (e *Emulator) labelNamed(r *repository, name string) *label {
	if found := r.label(name); found != nil {
		return found
	}
	l := &label{id: e.ids.number("label"), name: name, color: "ededed"}
	l.nodeID = nodeID("LA", r.id, l.id)
	r.labels = append(r.labels, l)
	e.nodes[l.nodeID] = l
	return l
}

// labelsNamed are the labels of these names, each once. Those that the
// repository lacks are made if the actor may push, and left out otherwise.
func (t *tx) labelsNamed(r *repository, names []string) []*label {
	var found []*label
	for _, name := range names {
		l := r.label(name)
		if l == nil && name != "" && len([]rune(name)) <= maxLabelName && t.role(r) >= roleWrite {
			l = t.labelNamed(r, name)
			t.emitLabel(r, l, "created", nil)
		}
		if l != nil && !slices.Contains(found, l) {
			found = append(found, l)
		}
	}
	return found
}
