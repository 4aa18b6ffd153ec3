package upgrade

import "github.com/upkeep-app/upkeep/say"

// living keeps the living comment right. The first command that goes well
// makes it; from then on it follows the card and the settings, whoever changes
// them. While the board cannot be seen, only a command changes it.
func (c *child) living(now chosen) []Action {
	level, known := c.level(now)
	if !c.commanded && (c.Living.Comment == 0 || !known) {
		return nil
	}
	var told *say.ChildLevel
	if known && (level != c.Policy.Undecided || c.applies(fieldOwnerDoes)) {
		text := c.levelText(level)
		told = &text
	}
	text := c.Policy.shown(say.Child(c.laidDown(), told))
	if c.Living.Comment != 0 && c.Living.Same(text) {
		return nil
	}
	return []Action{SaveComment{
		Issue: c.Issue.ID, Ref: c.Issue.Ref, Comment: c.Living.Comment, Purpose: PurposeLiving, Living: true, Text: text, Was: c.Living.Text,
	}}
}

// level is the level that holds, whatever the card shows; false when there is no
// field for it, or the card was put away.
func (c *child) level(now chosen) (string, bool) {
	if _, there := c.Board.Field(c.Policy.Maintenance.Fields.OwnerDoes); !there || c.card.away() {
		return "", false
	}
	if now.level != "" {
		return now.level, true
	}
	return c.acceptedLevel(), true
}

// laidDown tells what settings hold for the child, as far as people ask.
func (c *child) laidDown() []string {
	var lines []string
	if c.Settings.Value(SettingOwner) != "" {
		lines = append(lines, say.OwnerIs(say.Quote(c.ownerName()), c.Settings.word(SettingOwner)))
	}
	for _, id := range c.Settings.about(SettingBlockedBy) {
		name := SettingBlockedBy + string(id)
		lines = append(lines, c.blockedByCommand(id, c.Settings.word(name)))
	}
	if exempt, until := exemption(c.Settings, c.Now); exempt.Value != "" {
		lines = append(lines, say.Exempt(until, c.Settings.word(SettingExempt)))
	}
	if c.Settings.Value(SettingNotAffected) != "" {
		lines = append(lines, say.NotAffected(c.Settings.word(SettingNotAffected)))
	}
	return lines
}

func (c *child) levelText(level string) say.ChildLevel {
	text := say.ChildLevel{
		Upgrade: say.Quote(c.Upgrade.Name), Owner: say.Quote(c.owner.Name()),
		Orchestration: say.Quote(c.Upgrade.OrchestrationTeam), Levels: say.Quotes(slugs(c.levels().offered())),
	}
	if level == c.Policy.Undecided {
		return text
	}
	text.Level = say.Quote(level)
	if described, ok := c.Policy.Level(level); ok {
		text.Work = &say.Work{
			PullRequest: say.Doer(described.PullRequest), Review: say.Doer(described.Review),
			Merge: say.Doer(described.Merge), Deploy: say.Doer(described.Deploy),
		}
	}
	return text
}
