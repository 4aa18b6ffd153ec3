package upgrade

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Show is an action as one line of text, for logs and the list of planned
// writes. What people wrote stands in Go quotes, so nothing in it acts on a
// terminal.
func Show(action Action) string {
	switch a := action.(type) {
	case PutItem:
		return a.show()
	case AddField:
		return a.show()
	case AddOptions:
		return a.show()
	case FinishOptions:
		return a.show()
	case AddView:
		return a.show()
	case EditBody:
		return a.show()
	case SaveComment:
		return a.show()
	case React:
		return fmt.Sprintf("react %s to comment %d on %s", a.Content, a.Comment, a.Ref)
	case Unreact:
		return fmt.Sprintf("take %s off comment %s on %s", a.Content, a.Comment, a.Ref)
	case Assign:
		if a.Remove {
			return fmt.Sprintf("take %s off %s", a.User.Login, a.Ref)
		}
		return fmt.Sprintf("assign %s to %s", a.User.Login, a.Ref)
	case Depend:
		if a.Remove {
			return fmt.Sprintf("make %s wait no longer for %s", a.Ref, a.On.Ref)
		}
		return fmt.Sprintf("make %s wait for %s", a.Ref, a.On.Ref)
	case LinkSubIssue:
		if a.Remove {
			return fmt.Sprintf("take %s off the sub-issues of %s", a.Child.Ref, a.Ref)
		}
		return fmt.Sprintf("make %s a sub-issue of %s", a.Child.Ref, a.Ref)
	case SaveIssue:
		return a.show()
	case CloseIssue:
		return fmt.Sprintf("close %s as %s: %s", a.Ref, a.Reason, a.Why)
	case SaveCheck:
		return fmt.Sprintf("check %s of %s as %s: %q", a.Head, a.Repository.FullName(), a.Conclusion, a.Title)
	case Remember:
		return fmt.Sprintf("remember for %s: %s", a.Object, showBases(a.Bases))
	case Note:
		if a.Text == "" {
			return fmt.Sprintf("take back the note %q for %s", a.Name, a.Object)
		}
		return fmt.Sprintf("note %q for %s: %q", a.Name, a.Object, a.Text)
	case KeepReport:
		return fmt.Sprintf("keep the report of %s: %s", a.Child, a.Report)
	case Answered:
		return fmt.Sprintf("record %d of comment %s as %s", len(a.Commands), a.Comment, a.Outcome)
	case Set:
		if a.Setting.Value == "" {
			return fmt.Sprintf("take back the setting %q of %s", a.Setting.Name, a.Issue)
		}
		if a.Setting.By.Login == "" {
			return fmt.Sprintf("set %q of %s to %q", a.Setting.Name, a.Issue, a.Setting.Value)
		}
		return fmt.Sprintf("set %q of %s to %q, by %s because %q", a.Setting.Name, a.Issue, a.Setting.Value, a.Setting.By.Login, a.Setting.Because)
	case TakeUp:
		return fmt.Sprintf("take up %s of %s from the board, instead of %q: %s", a.Field, a.Ref, a.From, Show(a.Set))
	case Start:
		return fmt.Sprintf("make %s the roadmap issue of the upgrade %q", a.Ref, a.Name)
	case Halt:
		verb := "release"
		if a.On {
			verb = "halt"
		}
		return fmt.Sprintf("%s the writes of installation %d, by %s", verb, a.Installation, a.By.Login)
	case Administer:
		return a.show()
	case Wake:
		if !a.Trigger.NotBefore.IsZero() {
			return fmt.Sprintf("wake %s at %s: %s", a.Trigger.Key, a.Trigger.NotBefore.UTC().Format(time.RFC3339), a.Trigger.Reason)
		}
		return fmt.Sprintf("wake %s: %s", a.Trigger.Key, a.Trigger.Reason)
	default:
		return fmt.Sprintf("%T", action)
	}
}

func (a Administer) show() string {
	var steps []string
	if a.Offer != nil {
		steps = append(steps, Show(*a.Offer))
	}
	for _, effect := range a.Effects {
		steps = append(steps, Show(effect))
	}
	if a.Reaction != nil {
		steps = append(steps, Show(*a.Reaction))
	}
	steps = append(steps, Show(a.Answered))
	for _, t := range a.Then {
		steps = append(steps, Show(Wake{Trigger: t}))
	}
	return "before all else, " + strings.Join(steps, "; ")
}

func (a PutItem) show() string {
	var fields []string
	for _, v := range a.Values {
		was := "empty"
		if v.Was != "" {
			was = fmt.Sprintf("%q", v.Was)
		}
		value := fmt.Sprintf("%q", v.Text)
		if v.Text == "" {
			value = "empty"
		}
		fields = append(fields, fmt.Sprintf("%s from %s to %s (%s)", v.Field.Name, was, value, v.because()))
	}
	board := fmt.Sprintf("board %s/%d", a.Board.Owner, a.Board.Number)
	switch {
	case a.Item != "":
		return fmt.Sprintf("on %s, for %s, set %s", board, a.Ref, strings.Join(fields, "; "))
	case len(fields) == 0:
		return fmt.Sprintf("put %s on %s", a.Ref, board)
	default:
		return fmt.Sprintf("put %s on %s and set %s", a.Ref, board, strings.Join(fields, "; "))
	}
}

// because is why a field is written, and what it would be if nobody had asked
// for something else.
func (w FieldWrite) because() string {
	if w.Base != "" && w.Base != w.Text {
		return w.Why + fmt.Sprintf("; the facts give %q", w.Base)
	}
	return w.Why
}

func (a EditBody) show() string {
	var edits []string
	if a.Over != "" {
		edits = append(edits, "bring back what an edit of the app has overwritten")
	}
	for _, b := range a.Boxes {
		verb := "uncheck"
		if b.Checked {
			verb = "check"
		}
		edits = append(edits, fmt.Sprintf("%s line %d (%s)", verb, b.Line, b.Why))
	}
	if a.Fences > 0 {
		edits = append(edits, fmt.Sprintf("make plain lists of its fences (%d)", a.Fences))
	}
	for _, s := range a.Sections {
		edits = append(edits, fmt.Sprintf("write the section %q (%s)", s.Name, s.Why))
	}
	return fmt.Sprintf("in the description of %s, %s", a.Ref, strings.Join(edits, "; "))
}

func (a SaveComment) show() string {
	verb := "write"
	switch {
	case a.IfThere:
		verb = "edit, if it is there,"
	case a.Comment != 0:
		verb = "edit"
	}
	return fmt.Sprintf("%s the comment %q on %s: %q", verb, a.Purpose, a.Ref, firstLine(a.Text))
}

func (a SaveIssue) show() string {
	verb := "make"
	switch {
	case a.Number != 0 && a.Open:
		verb = fmt.Sprintf("keep open and edit number %d,", a.Number)
	case a.Number != 0:
		verb = fmt.Sprintf("close number %d,", a.Number)
	}
	return fmt.Sprintf("%s the issue %q in %s: %q", verb, a.Purpose, a.Repository.FullName(), firstLine(a.Text))
}

func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if more {
		line += " …"
	}
	return line
}

func showBases(bases map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(bases)) {
		switch bases[name] {
		case "":
			parts = append(parts, name+" forgotten")
		case Nothing:
			parts = append(parts, name+" empty")
		default:
			parts = append(parts, fmt.Sprintf("%s=%q", name, bases[name]))
		}
	}
	return strings.Join(parts, ", ")
}
