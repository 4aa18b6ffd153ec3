package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// column moves the card.
func (c *child) column(asked Asked, one command.Command) answer {
	name := c.Policy.Maintenance.Fields.Status
	if reply, stuck := c.stuck(name); stuck {
		return reply
	}
	words := strings.Join(one.Args, " ")
	if Slug(words) == "" {
		return misused(one, say.ColumnMissing())
	}
	field, _ := c.Board.Field(name)
	found := called(field.optionNames(), words)
	done := c.Policy.Maintenance.Statuses.Done
	switch {
	case field.Type != FieldSingleSelect:
		return answer{outcome: OutcomeFailed, text: say.FieldNotWritable(say.Quote(name))}
	case len(found) == 0:
		meant := commandMeant(command.Column, nearest(Slug(words), slugs(field.optionNames()), ""))
		return answer{outcome: OutcomeFailed, text: say.ColumnUnknown(say.Quotes(field.optionNames()), meant)}
	case len(found) > 1:
		return answer{outcome: OutcomeFailed, text: say.ColumnAmbiguous(say.Quotes(found))}
	case found[0] == done && !c.Issue.Closed && c.status().value != done:
		return answer{outcome: OutcomeFailed, text: say.ColumnComesFromClosing(say.Quote(done))}
	}
	c.moved = derived{field: name, value: found[0], why: "/upgrade " + command.Column + " by " + asked.Comment.Author.Login}
	return answer{outcome: OutcomeDone, text: say.ColumnSet(say.Quote(found[0])), settles: "column"}
}

// stuck is the answer when a field of the card cannot be written.
func (c *child) stuck(field string) (answer, bool) {
	switch {
	case c.card.archived:
		return answer{outcome: OutcomeFailed, text: say.CardArchived()}, true
	case c.card.removed:
		return answer{outcome: OutcomeFailed, text: say.CardRemoved()}, true
	}
	if _, excluded := c.Excluded[WriteFields]; excluded || !c.card.canHold(field) {
		return answer{outcome: OutcomeFailed, text: say.FieldNotWritable(say.Quote(field))}, true
	}
	return answer{}, false
}

// commandMeant is the command with the argument that was probably meant; zero without one.
func commandMeant(name, argument string) say.Quoted {
	if argument == "" {
		return say.Quoted{}
	}
	return say.Quote("/upgrade " + name + " " + argument)
}
