package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// mostAssignees is how many people GitHub lets an issue be assigned to. Those
// beyond it are dropped without an error, like those who cannot be assigned.
const mostAssignees = 10

// claim assigns the author of the comment to the child, unless that is so already.
func (c *child) claim(asked Asked, one command.Command) answer {
	done := answer{outcome: OutcomeDone, text: say.Claimed(), settles: "claim"}
	switch {
	case !bare(c.arguments(one)):
		return misused(one, say.ClaimOfOthers())
	case c.assigned(asked.Comment.Author):
		return done
	case c.Excluded[WriteComments] != "":
		return answer{outcome: OutcomeFailed, text: say.Unwritable(c.Excluded[WriteComments])}
	case asked.Assignable != Yes:
		return answer{outcome: OutcomeFailed, text: say.NotAssignable(say.Quote(c.Issue.Repository.FullName()))}
	case len(c.Issue.Assignees) >= mostAssignees:
		return answer{outcome: OutcomeFailed, text: say.AssigneesFull(mostAssignees)}
	}
	c.Issue.Assignees = append(slices.Clone(c.Issue.Assignees), asked.Comment.Author)
	c.Issue.AssignedAt = c.Now
	done.effects = []Action{Assign{Ref: c.Issue.Ref, User: asked.Comment.Author}}
	return done
}

// unclaim takes the author of the comment off the child. Who is not assigned
// has nothing to be taken off, and that is well too.
func (c *child) unclaim(asked Asked, one command.Command) answer {
	if !bare(c.arguments(one)) {
		return misused(one, say.ClaimOfOthers())
	}
	done := answer{outcome: OutcomeDone, text: say.Unclaimed(), settles: "claim"}
	author := asked.Comment.Author
	switch {
	case !c.assigned(author):
		return done
	case c.Excluded[WriteComments] != "":
		return answer{outcome: OutcomeFailed, text: say.Unwritable(c.Excluded[WriteComments])}
	}
	c.Issue.Assignees = slices.DeleteFunc(slices.Clone(c.Issue.Assignees), func(a Actor) bool { return a.ID == author.ID })
	done.effects = []Action{Assign{Ref: c.Issue.Ref, User: author, Remove: true}}
	return done
}

// assigned reports whether the child is assigned to a person.
func (c *child) assigned(user Actor) bool {
	return slices.ContainsFunc(c.Issue.Assignees, func(a Actor) bool { return a.ID == user.ID })
}

// bare reports whether a command was given nothing but perhaps a reason.
func bare(given command.Arguments) bool { return onlyWords(given) && len(given.Words) == 0 }
