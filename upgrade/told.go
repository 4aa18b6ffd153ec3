package upgrade

import "github.com/upkeep-app/upkeep/say"

// facts are what is known about the upgrade, with its children counted.
func (f RoadmapFacts) facts() say.UpgradeFacts {
	told := f.laidDown()
	told.Children = f.counts()
	return told
}

// laidDown are the facts without the children.
func (f RoadmapFacts) laidDown() say.UpgradeFacts {
	u := f.Upgrade
	lists, private := f.listNames()
	return say.UpgradeFacts{
		Name: say.Quote(u.Name), From: say.Quote(f.Settings[SettingFrom].Value), To: say.Quote(f.Settings[SettingTo].Value),
		SupportEnd: u.SupportEnd, TargetDate: u.TargetDate, Target: f.Settings.word(SettingTargetDate),
		Orchestration: say.Quote(u.OrchestrationTeam), Steward: say.Quote(u.Steward), NamedRelease: say.Quote(u.NamedRelease),
		Paused: u.Paused, Pause: f.Settings.word(SettingPaused),
		Finished: u.Ended == EndFinished, Cancelled: u.Ended == EndCancelled, End: f.Settings.word(SettingEnded),
		Docs: say.QuoteAddress(u.Docs), Instructions: say.QuoteAddress(u.Instructions),
		Lists: lists, PrivateLists: private,
	}
}

// word is who laid a setting down and why.
func (s Settings) word(name string) say.Word {
	setting := s[name]
	return say.Word{By: say.Quote(setting.By.Login), Because: say.Quote(setting.Because)}
}
