package upgrade

import (
	"fmt"

	"github.com/upkeep-app/upkeep/say"
)

// Address is the board's page.
func (b Board) Address(host string) string {
	return fmt.Sprintf("https://%s/orgs/%s/projects/%d", host, b.Owner, b.Number)
}

// Adds reports whether the app adds what it can: the policy allows it, and
// writes are not only shown.
func (f BoardFacts) Adds() bool {
	return f.Policy.Board(f.Role).SetUp && f.Policy.ModeOf(Upgrade{}, WriteFields) == ModeActive
}

// Offer tells people what the board lacks; empty when it lacks nothing.
func (f BoardFacts) Offer(host string) string {
	adds := f.Adds()
	var added, left []string
	for _, lack := range f.Lacks() {
		switch {
		case lack.ByHand != "":
			left = append(left, lack.said()+" ("+lack.ByHand+")")
		case adds:
			added = append(added, lack.said())
		default:
			left = append(left, lack.said())
		}
	}
	if len(added)+len(left) == 0 {
		return ""
	}
	return say.BoardLacks(f.Board.Address(host), added, left)
}

// said is what is lacking, as a part of a list.
func (l Lack) said() string {
	switch a := l.Action.(type) {
	case AddField:
		return say.FieldLacking(say.Quote(a.Name), string(a.Type), say.Quotes(a.Options))
	case AddOptions:
		return say.OptionsLacking(say.Quote(a.Field.Name), say.Quotes(a.Names))
	case AddView:
		return say.ViewLacking(say.Quote(a.Name), say.Quote(a.Filter))
	default:
		return Show(a)
	}
}
