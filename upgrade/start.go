package upgrade

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// StartFacts is everything that decides whether an issue becomes the roadmap
// issue of a new upgrade.
type StartFacts struct {
	Now    time.Time
	Policy Policy
	// Installation is the one that the issue belongs to.
	Installation int64
	Issue        Issue
	// Host is where the addresses of boards point, such as "github.com".
	Host string
	// Board is the Maintenance board without the new upgrade; without an ID when it cannot be read.
	Board BoardFacts
	// Lists are those in the description.
	Lists FoundLists
	// Mark is what SettingStarting held before the comments were read: one that
	// came later has changed it.
	Mark string
	// Names are those of the upgrades that the organisation has.
	Names []string
	// Asked are the comments that ask to start an upgrade and were not dealt
	// with yet, oldest first, each with these commands alone.
	Asked    []Asked
	Excluded map[WriteKind]string
}

// longestName is what GitHub takes as the name of a single-select option; the
// upgrade's name is one. (GitHub's documentation gives no figure.)
const longestName = 100

// DecideStart answers the comments that ask to start an upgrade on an issue
// that belongs to none. The first that is in order does; whoever asks for
// another one afterwards is told that the issue has one.
func DecideStart(f StartFacts) Plan {
	s := &start{StartFacts: f}
	d := desk{
		now: f.Now, adoptedAt: f.Now, issue: f.Issue, policy: f.Policy,
		place:       command.OnNew,
		decide:      s.decide,
		set:         func(Setting) {},
		setting:     func(string) Setting { return Setting{} },
		commandMode: func() Mode { return f.Policy.CommandMode(Upgrade{}) },

		installation: f.Installation,
	}
	first, left := d.administer(f.Asked)
	actions := withoutExcluded(slices.Concat(first, d.answer(left)), f.Excluded, map[string]string{})
	return Plan{Actions: append(actions, Set{Issue: f.Issue.ID, Setting: Setting{Name: SettingStarting}, Was: f.Mark})}
}

// start is one DecideStart.
type start struct {
	StartFacts
	begun bool
}

func (s *start) decide(asked Asked, one command.Command) answer {
	wanted, wrong := s.read(asked, one)
	switch {
	case s.begun:
		return answer{outcome: OutcomeFailed, text: say.Misplaced(command.OnNew)}
	case s.Issue.IsPullRequest:
		return answer{outcome: OutcomeFailed, text: say.RoadmapIsPullRequest()}
	case s.Issue.Closed:
		return answer{outcome: OutcomeFailed, text: say.RoadmapIsClosed()}
	case wrong != "":
		return misused(one, wrong)
	case slices.ContainsFunc(s.Names, func(name string) bool { return strings.EqualFold(name, wanted.name) }):
		return answer{outcome: OutcomeFailed, text: say.UpgradeNameTaken(say.Quote(wanted.name))}
	}
	s.begun = true
	then := []Trigger{{Key: IssueKey(s.Issue.ID), Installation: s.Installation, Reason: "an upgrade was started here"}}
	s.Board.Upgrades = []string{wanted.name} // the others have been told
	s.Board.Private = map[string]bool{wanted.name: s.Issue.Repository.Private}
	if s.Board.Board.ID != "" {
		then = append(then, Trigger{Key: BoardKey(s.Board.Board.ID), Installation: s.Installation, Reason: "an upgrade was started"})
	}
	read := s.understand(asked, wanted)
	return answer{
		outcome: OutcomeDone, text: say.LaidDown(), offer: say.Started(read.told),
		effects: []Action{Start{Installation: s.Installation, Issue: s.Issue.ID, Ref: s.Issue.Ref, Name: wanted.name}},
		set:     slices.Concat(wanted.settings(asked), read.set),
		then:    then,
	}
}

// beginning is what a start command says.
type beginning struct {
	name, from, to string
	by             time.Time
}

// read takes the command apart; wrong says what is not in order.
func (s *start) read(asked Asked, one command.Command) (b beginning, wrong string) {
	given := command.ReadArguments(one, command.Context{Owner: s.Issue.Ref.Owner, Repo: s.Issue.Ref.Repo})
	words := given.Words
	switch {
	case !onlyWords(given):
		return b, say.NameOnly()
	case len(words) == 0:
		return b, say.UpgradeNameMissing()
	}
	next := func(from int) int {
		for i := from; i < len(words); i++ {
			if slices.Contains([]string{"from", "to", "by"}, strings.ToLower(words[i])) {
				return i
			}
		}
		return len(words)
	}
	at := next(1)
	b.name = strings.Join(words[:at], " ")
	if utf8.RuneCountInString(b.name) > longestName {
		return b, say.UpgradeNameLong(longestName)
	}
	for at < len(words) {
		end := next(at + 1)
		if wrong = b.take(strings.ToLower(words[at]), words[at+1:end], asked.today()); wrong != "" {
			return b, wrong
		}
		at = end
	}
	return b, ""
}

// take keeps what stands after "from", "to" or "by".
func (b *beginning) take(keyword string, value []string, today time.Time) (wrong string) {
	switch {
	case keyword == "by":
		date, rest, ok := command.TakeDate(value, today)
		if !ok || len(rest) > 0 {
			return say.DateUnclear(say.Quote(strings.Join(value, " ")))
		}
		if date.Before(today) {
			return say.DatePast(date)
		}
		b.by = date
	case len(value) != 1:
		return say.VersionUnclear(keyword == "from")
	case keyword == "from":
		b.from = value[0]
	default:
		b.to = value[0]
	}
	return ""
}

// settings are what is laid down about the new upgrade. Its description is left
// alone until a person has seen the preview and says so (D5).
func (b beginning) settings(asked Asked) []Setting {
	set := []Setting{
		asked.setting(SettingStarted, b.name, ""),
		asked.setting(SettingMode+string(WriteBoxes), string(ModePlan), ""),
	}
	for _, one := range []struct{ name, value string }{{SettingFrom, b.from}, {SettingTo, b.to}} {
		if one.value != "" {
			set = append(set, asked.setting(one.name, one.value, ""))
		}
	}
	if !b.by.IsZero() {
		set = append(set, asked.setting(SettingTargetDate, b.by.Format(time.DateOnly), ""))
	}
	return set
}

// StartedBy is the upgrade that a command has started on an issue, with
// nothing laid down about it but its name; how it is done is the policy's.
func StartedBy(name string, roadmap Ref) Upgrade { return Upgrade{Name: name, Roadmap: roadmap} }

// CanStart reports whether the policy lets upgrades be started in a repository:
// where it says so, and where its upgrades are.
func (p Policy) CanStart(repository Repository) bool {
	name := strings.ToLower(repository.FullName())
	return slices.Contains(p.RoadmapRepositories, name) || slices.ContainsFunc(p.Upgrades, func(u Upgrade) bool {
		return strings.ToLower(u.Roadmap.Owner+"/"+u.Roadmap.Repo) == name
	})
}
