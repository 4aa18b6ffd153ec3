package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// setOwner says who owns the child's repository.
func (c *child) setOwner(asked Asked, one command.Command) answer {
	name := c.Policy.Maintenance.Fields.Owner
	if reply, stuck := c.stuck(name); stuck {
		return reply
	}
	owner, mistake := c.ownerNamed(asked, c.arguments(one))
	if mistake != "" {
		return misused(one, mistake)
	}
	field, _ := c.Board.Field(name)
	shown := c.shownOwner(owner)
	if _, there := field.Option(shown); field.Type == FieldSingleSelect && !there {
		return answer{outcome: OutcomeFailed, text: say.OptionMissing(say.Quote(shown), say.Quote(name))}
	}
	c.owned = derived{field: name, value: shown, why: "/upgrade " + command.Owner + " by " + asked.Comment.Author.Login}
	return answer{
		outcome: OutcomeDone, text: say.OwnerSet(say.Quote(shown)), settles: SettingOwner,
		set: []Setting{asked.setting(SettingOwner, owner.String(), "")},
	}
}

// ownerNamed finds the one owner that arguments name; else it says what is wrong.
func (c *child) ownerNamed(asked Asked, given command.Arguments) (owner Owner, mistake string) {
	words := strings.Join(given.Words, " ")
	switch {
	case len(given.Values)+len(given.Issues) > 0 || len(given.Teams)+len(given.Users)+min(1, len(given.Words)) != 1:
		return Owner{}, say.OwnerMissing()
	case len(given.Teams) > 0:
		team := given.Teams[0]
		if !strings.EqualFold(team.Organisation, c.Issue.Repository.Owner) {
			return Owner{}, say.OwnerElsewhere(say.Quote(c.Issue.Repository.Owner))
		}
		words = team.Slug
	case len(given.Users) > 0:
		words = given.Users[0]
		if user, found := asked.Objects.User(words); found {
			return Owner{User: user.Login}, ""
		}
	}
	if owner, found := c.ownerCalled(asked, words); found {
		return owner, ""
	}
	return Owner{}, say.OwnerUnknown(commandMeant(command.Owner, c.ownerMeant(asked, words)))
}

// ownerCalled finds the owner of a name: a team, a person, or whom
// an option of the board stands for, which is a team when nobody knows better.
func (c *child) ownerCalled(asked Asked, words string) (Owner, bool) {
	team := command.TeamName{Organisation: c.Issue.Repository.Owner, Slug: strings.ToLower(words)}
	if asked.Objects.Team(team) {
		return Owner{Team: team.Slug}, true
	}
	if user, found := asked.Objects.User(words); found {
		return Owner{User: user.Login}, true
	}
	field, _ := c.Board.Field(c.Policy.Maintenance.Fields.Owner)
	options := called(field.optionNames(), words)
	if len(options) != 1 {
		return Owner{}, false
	}
	slug := c.Policy.teamCalled(options[0])
	return Owner{Team: slug}, slug != ""
}

// ownerMeant is the option or team that is near the words; empty for none.
func (c *child) ownerMeant(asked Asked, words string) string {
	field, _ := c.Board.Field(c.Policy.Maintenance.Fields.Owner)
	if option := nearest(Slug(words), slugs(field.optionNames()), ""); option != "" {
		return option
	}
	return nearest(Slug(words), asked.Objects.TeamNames, "")
}

// shownOwner is the owner as the board calls it, if it has an option that
// differs in letter case or hyphens alone.
func (c *child) shownOwner(owner Owner) string {
	name := owner.User
	if name == "" {
		name = c.team(owner.Team)
	}
	field, _ := c.Board.Field(c.Policy.Maintenance.Fields.Owner)
	if options := called(field.optionNames(), name); len(options) == 1 {
		return options[0]
	}
	return name
}
