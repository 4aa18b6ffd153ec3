package upgrade

import (
	"slices"
	"strings"
)

// ItemBase is the name under which it is remembered which card of a board is
// the issue's: one that is there no more was taken off by somebody.
func ItemBase(board NodeID) string { return "item:" + string(board) }

// itemGone stands in the place of a card's id once somebody has taken it off.
const itemGone = "gone"

// CardDoubted reports whether the card that is known on a board is not there
// although nobody is known to have taken it off: so it looks when GitHub's reads
// lag, and when the webhook that told it was lost. No board is no doubt.
func CardDoubted(board NodeID, items []Item, bases map[string]string, touches []Touch) bool {
	known := bases[ItemBase(board)]
	there := slices.ContainsFunc(items, func(i Item) bool { return i.Board == board })
	return known != "" && known != itemGone && !there && !slices.ContainsFunc(touches, func(t Touch) bool {
		return t.Board == board && t.Field == "" && t.Did == TouchRemoved
	})
}

// OverruledBase is the name under which the value is remembered that was last
// written over one that an automation had set: for each value that is done once.
func OverruledBase(board, field NodeID) string {
	return "overruled:" + strings.TrimPrefix(FieldBase(board, field), "field:")
}

// newCard is the child's card with who set its fields.
func (c *child) newCard() *card {
	made := newCard(c.Board, c.Issue.Items, c.Bases)
	if c.Excluded[WriteFields] != "" {
		delete(made.remember, ItemBase(c.Board.ID)) // what cannot be seen tells nothing
	}
	made.automated = c.automated(made.item)
	return made
}

// pastOf takes back what is remembered of the fields of a card.
func pastOf(board Board, bases map[string]string) map[string]string {
	past := map[string]string{}
	for _, field := range board.Fields {
		base := FieldBase(board.ID, field.ID)
		for _, name := range []string{base, SentBase(base), OverruledBase(board.ID, field.ID)} {
			if bases[name] != "" {
				past[name] = ""
			}
		}
	}
	return past
}

// automated are the fields that an automation has set last, with its login.
func (c *child) automated(item Item) map[NodeID]string {
	logins := map[NodeID]string{}
	for _, field := range c.Board.Fields {
		now := item.Value(field.ID)
		if i := handOn(c.Touches, c.Board.ID, now, now.UpdatedAt); i >= 0 && now.Text != "" && c.Touches[i].By.Bot {
			logins[field.ID] = c.Touches[i].By.Login
		}
	}
	return logins
}
