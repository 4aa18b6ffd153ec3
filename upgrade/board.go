package upgrade

import (
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// BoardRole is what a board is to a policy.
type BoardRole string

// The roles.
const (
	RoleMaintenance BoardRole = "maintenance" // one item per child
	RoleRoadmap     BoardRole = "roadmap"     // one item per upgrade
)

// BoardFacts is everything that decides what a board lacks for the policy that
// names it. Whether the cards on it are right is another decision.
type BoardFacts struct {
	Policy Policy
	// Installation is the one whose policy it is.
	Installation int64
	Role         BoardRole
	// Board is the board, read for this decision.
	Board Board
	// Upgrades are the names of the upgrades under way.
	Upgrades []string
	// Private are those of them whose roadmap issue not everybody may see: their
	// names are not put on a public board.
	Private map[string]bool
	// Views is that this GitHub can make views.
	Views bool
	// Fixed are the fields whose options the app cannot add to without a loss:
	// this GitHub would take their values off the cards.
	Fixed map[NodeID]bool
	// Made are the upgrades whose view was made before, by name; Refused are
	// those whose view GitHub has refused.
	Made, Refused map[string]bool
	// UnderWay are the fields whose change of options was cut off.
	UnderWay []NodeID
}

// mostOptions is how many options a field can have, by GitHub's documentation;
// mostMade bounds what one run adds, below what the gate lets a run write.
const mostOptions, mostMade = 50, 15

// Lack is something that a board lacks.
type Lack struct {
	// Action adds it.
	Action Action
	// ByHand is why only people can add it; empty when the app can.
	ByHand string
}

// DecideBoard adds what the upgrades under way need and the board lacks, and
// first ends what was begun; more says that there is more to add once this is
// there: a view shows the fields that there are when it is made. Where the
// policy wants people to set the board up, nothing is added.
func DecideBoard(f BoardFacts) (plan Plan, more bool) {
	for _, id := range f.UnderWay {
		field := Field{ID: id, Name: string(id)} // one that people have deleted has no other name
		if i := slices.IndexFunc(f.Board.Fields, func(f Field) bool { return f.ID == id }); i >= 0 {
			field = f.Board.Fields[i].place()
		}
		plan.Actions = append(plan.Actions, FinishOptions{Board: f.Board.place(), Field: field})
	}
	if !f.Policy.Board(f.Role).SetUp {
		plan.Why = "the board is set up by people"
		return plan, false
	}
	fieldsFirst := len(f.fields()) > 0
	for _, lack := range f.Lacks() {
		_, isView := lack.Action.(AddView)
		switch {
		case lack.ByHand != "":
		case isView && fieldsFirst, len(plan.Actions) == mostMade:
			more = true
		default:
			plan.Actions = append(plan.Actions, lack.Action)
		}
	}
	return plan, more
}

// Lacks is what the board lacks: fields, then options, then views. A field or
// an option whose name differs in letter case alone is not missing, as GitHub
// takes no second one; the children's notes tell of it.
func (f BoardFacts) Lacks() []Lack {
	if f.Role != RoleMaintenance || f.Board.ID == "" {
		return nil
	}
	return slices.Concat(f.fields(), f.options(), f.views())
}

// fields are those that the policy names and the board lacks.
func (f BoardFacts) fields() []Lack {
	shown := slices.DeleteFunc(slices.Clone(f.Upgrades), f.hidden)
	var lacks []Lack
	for _, wanted := range f.Policy.WantedFields(f.Role, shown) {
		_, there := f.Board.called(wanted.Name)
		if there || wanted.Name == "" || wanted.Made == FieldSingleSelect && len(wanted.Options) == 0 {
			continue
		}
		lacks = append(lacks, Lack{Action: AddField{Board: f.Board.place(), Name: wanted.Name, Type: wanted.Made, Options: wanted.Options}})
	}
	return lacks
}

// hidden reports whether the board is seen by people who cannot see the upgrade.
func (f BoardFacts) hidden(name string) bool { return f.Board.Public && f.Private[name] }

// options are the upgrades that the Project field has no option for. Those of
// other fields are for people: the app adds none to a field that it has not made.
func (f BoardFacts) options() []Lack {
	field, ok := f.Board.called(f.Policy.Maintenance.Fields.Project)
	if !ok || field.Type != FieldSingleSelect {
		return nil
	}
	var names, hidden []string
	for _, name := range f.Upgrades {
		switch {
		case slices.ContainsFunc(field.Options, func(o Option) bool { return strings.EqualFold(o.Name, name) }):
		case f.hidden(name):
			hidden = append(hidden, name)
		default:
			names = append(names, name)
		}
	}
	byHand := ""
	switch {
	case len(field.Options)+len(names) > mostOptions:
		byHand = say.OptionsAtMost(mostOptions)
	case f.Fixed[field.ID]:
		byHand = say.OptionsWouldBeLost()
	}
	return slices.Concat(f.lacking(field, names, byHand), f.lacking(field, hidden, say.UpgradeIsPrivate()))
}

// lacking are options that a field lacks, if there are any.
func (f BoardFacts) lacking(field Field, names []string, byHand string) []Lack {
	if len(names) == 0 {
		return nil
	}
	return []Lack{{Action: AddOptions{Board: f.Board.place(), Field: field.place(), Names: names}, ByHand: byHand}}
}

// views are the missing ones of the upgrades: those that show an upgrade alone.
func (f BoardFacts) views() []Lack {
	fields := f.Policy.Maintenance.Fields
	var shown []Field
	for _, name := range []string{"Title", fields.Status, fields.Project, fields.Source, fields.Owner, fields.OwnerDoes} {
		if field, ok := f.Board.called(name); ok {
			shown = append(shown, Field{ID: field.ID, DatabaseID: field.DatabaseID, Name: field.Name})
		}
	}
	var lacks []Lack
	for _, name := range f.Upgrades {
		view := upgradeView(f.Policy, name)
		if slices.ContainsFunc(f.Board.Views, view.same) || f.Made[name] {
			continue
		}
		lack := Lack{Action: AddView{Board: f.Board.place(), Name: view.Name, Filter: view.Filter, Fields: shown}}
		switch {
		case f.hidden(name):
			lack.ByHand = say.UpgradeIsPrivate()
		case strings.Contains(name, `"`):
			lack.ByHand = say.NoQuoteInFilter()
		case !f.Views || f.Refused[name]:
			lack.ByHand = say.NoViewsHere()
		}
		lacks = append(lacks, lack)
	}
	return lacks
}

// upgradeView is the view of the Maintenance board that shows an upgrade alone.
func upgradeView(p Policy, name string) View {
	return View{Name: name, Filter: fmt.Sprintf(`%s:"%s"`, filterName(p.Maintenance.Fields.Project), name)}
}

// same reports whether a view is for the same: people may name or filter theirs otherwise.
func (v View) same(other View) bool {
	return strings.EqualFold(v.Name, other.Name) || strings.EqualFold(v.Filter, other.Filter)
}

// filterName is how the filter of a view calls a field: in lower case, with
// hyphens for spaces.
func filterName(field string) string {
	return strings.Join(strings.Fields(strings.ToLower(field)), "-")
}

// called finds a field by its name in any letter case.
func (b Board) called(name string) (Field, bool) {
	for _, f := range b.Fields {
		if strings.EqualFold(f.Name, name) {
			return f, true
		}
	}
	return Field{}, false
}

// place is the board without what is on it, for actions.
func (b Board) place() Board {
	return Board{ID: b.ID, Owner: b.Owner, Number: b.Number, Public: b.Public}
}

// place is the field without its options.
func (f Field) place() Field {
	return Field{ID: f.ID, DatabaseID: f.DatabaseID, Name: f.Name, Type: f.Type}
}
