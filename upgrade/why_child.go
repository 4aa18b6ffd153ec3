package upgrade

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// why explains the child, from the trace of what is decided.
func (c *child) why() (string, []Repository) {
	again, wanted := c.again()
	from := c.Policy.owning(c.Issue.Repository, c.Settings)
	told := say.ChildWhy{
		Explained: explained(c.Now, c.Policy, c.Upgrade, c.Settings),
		Upgrade:   say.Quote(c.Upgrade.Name),
		Others:    max(0, len(c.Parents)-1),
		Sort:      say.Quote(string(c.sort)),
		Counts:    say.Count(standing(c.Issue.IssueState, c.Settings, c.Now, true).Count),
		Kind:      say.Quote(string(from.kind)), KindFrom: from.kindFrom,
		Owner: say.Quote(from.owner.Name()), OwnerFrom: from.ownerFrom,
		Blocks: again.blocks(),
	}
	parent := c.ruling()
	told.Adopted, told.Found = parent.AdoptedAt, found(parent.Origin)
	for _, flow := range c.Board.Workflows {
		if flow.Enabled {
			told.Automations = append(told.Automations, say.Quote(flow.Name))
		}
	}
	for _, t := range again.card.trace {
		told.Fields = append(told.Fields, again.fieldWhy(t))
	}
	for _, action := range wanted {
		if what := nextOnChild(action); what != "" {
			told.Next = append(told.Next, say.NextWrite{What: what, By: c.Policy.writeMode(c.Upgrade, action.Write())})
		}
	}
	return say.WhyChild(told), nil
}

// again is the child decided on once more with what the commands say so far,
// and the writes of that.
func (c *child) again() (*child, []Action) {
	again := *c
	again.card = again.newCard()
	return &again, withoutExcluded(again.wanted(c.chosen), c.Excluded, again.card.notes)
}

// ruling is the child's row in the upgrade that rules. The roadmap issue of a
// row is not named on the child: it may be private.
func (c *child) ruling() Member {
	for _, m := range c.Parents {
		if m.RoadmapRef.Fold() == c.Upgrade.Roadmap.Fold() {
			return m
		}
	}
	return Member{AdoptedAt: c.adoptedAt()}
}

func found(origin Origin) string {
	switch origin {
	case OriginSubIssue:
		return say.FoundAsSubIssue()
	case OriginCommand:
		return say.FoundByCommand()
	case OriginSection:
		return say.FoundInSection()
	default:
		return say.FoundInList()
	}
}

// fieldWhy is what was decided on one field, for people.
func (c *child) fieldWhy(t traced) say.FieldWhy {
	is, wanted := c.openly(t)
	return say.FieldWhy{
		Name: say.Quote(t.field), Outcome: c.outcome(t), Value: is, SetAt: t.now.UpdatedAt, Hand: c.hand(t),
		Wanted: wanted, Reason: say.Quote(t.why), Since: t.at, Rule: t.rule,
	}
}

// openly is what the card holds in a field, and what the facts give, as far as
// everybody who sees the child may know it: a board that is not public can name
// private issues and pull requests, perhaps still those of an earlier fact.
func (c *child) openly(t traced) (is, wanted say.Quoted) {
	is, wanted = say.Quote(t.now.Text), say.Quote(shown(t.value))
	elsewhere := slices.ContainsFunc(t.names, func(r Repository) bool { return !c.here(r) })
	if elsewhere {
		wanted = say.Undisclosed()
	}
	earlier := !c.Board.Public && t.mapped != nil && t.mapped.refers() && t.now.Text != t.value
	if t.now.Text != "" && (elsewhere || earlier) {
		is = say.Undisclosed()
	}
	return is, wanted
}

// here reports whether a repository is the child's own.
func (c *child) here(r Repository) bool {
	own := c.Issue.Repository
	return strings.EqualFold(r.Owner, own.Owner) && strings.EqualFold(r.Name, own.Name)
}

// shown is a derived value for people; empty for Nothing.
func shown(value string) string {
	if value == Nothing {
		return ""
	}
	return value
}

// outcome is what became of a field. What the board lacks stands in the notes.
func (c *child) outcome(t traced) say.FieldOutcome {
	_, noField := c.card.notes[noteNoField+t.field]
	_, unsuited := c.card.notes[noteUnsuited+t.field]
	_, noOption := c.card.notes[noteNoOption+t.field]
	_, noIteration := c.card.notes[noteNoIteration+t.field]
	switch {
	case noField:
		return say.FieldMissing
	case unsuited:
		return say.FieldUnsuited
	case t.verdict == "":
		return say.FieldWithoutFact
	case t.verdict == VerdictWrite && (noOption || noIteration):
		return say.FieldOptionMissing
	case t.verdict == VerdictWrite && c.Excluded[WriteFields] != "":
		return say.FieldRefused
	case t.verdict == VerdictWrite && c.Policy.ModeOf(c.Upgrade, WriteFields) != ModeActive:
		return say.FieldPlanned
	case t.verdict == VerdictWrite:
		return say.FieldWritten
	case t.once:
		return say.FieldChosen
	case cmp.Or(t.now.Text, Nothing) == t.value:
		return say.FieldAgrees
	default:
		return say.FieldStays
	}
}

// nextOnChild is a write in plain words.
func nextOnChild(action Action) string {
	switch a := action.(type) {
	case PutItem:
		return a.tell()
	case SaveComment:
		return say.BringCommentUpToDate()
	default:
		return ""
	}
}

// tell is the write in plain words, which everybody may read.
func (a PutItem) tell() string {
	var fields, values []say.Quoted
	for _, v := range a.Values {
		value := say.Quote(v.Text)
		if len(v.Names) > 0 {
			value = say.Undisclosed()
		}
		fields, values = append(fields, say.Quote(v.Field.Name)), append(values, value)
	}
	if a.Item == "" {
		return say.PutOnBoard(fields, values)
	}
	return say.FillFields(fields, values)
}

// blocks is what keeps the child from going on, after it was decided on. Who
// laid it down and why stands with the settings.
func (c *child) blocks() []string {
	var blocks []string
	if c.Upgrade.Paused {
		blocks = append(blocks, say.BlockedByPause())
	}
	if c.card.archived {
		blocks = append(blocks, say.BlockedByArchive())
	}
	if c.card.removed {
		blocks = append(blocks, say.BlockedByRemoval(c.remover()))
	}
	for _, kind := range WriteKinds() {
		if reason := c.Excluded[kind]; reason != "" {
			blocks = append(blocks, say.BlockedByRefusal(string(kind), say.Quote(reason)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.card.notes)) {
		if !strings.HasPrefix(name, noteExcluded) {
			blocks = append(blocks, noteText(name, c.card.notes[name], false))
		}
	}
	if exempt, until := exemption(c.Settings, c.Now); exempt.Value != "" {
		blocks = append(blocks, say.Exempt(until, say.Word{}))
	}
	if c.Settings.Value(SettingNotAffected) != "" {
		blocks = append(blocks, say.NotAffected(say.Word{}))
	}
	for _, id := range c.Settings.about(SettingBlockedBy) {
		blocks = append(blocks, c.blockedByCommand(id, say.Word{}))
	}
	for _, state := range c.Blockers {
		if c.Settings.Value(SettingBlockedBy+string(state.ID)) == "" && !state.Closed {
			blocks = append(blocks, c.blockedByDependency(state))
		}
	}
	return blocks
}
