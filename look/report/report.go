// Package report shows what a look at an organisation has found: as text for a
// terminal, as Markdown and as a page of HTML. All three show one Report. People's
// text comes out of none of them alive: not as a command of the terminal, not as
// a mention or reference, not as HTML.
package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// How many examples are shown of one sort.
const (
	staleShown  = 8
	keptShown   = 3
	failedShown = 5
)

// Rehearsed is what a rehearsal of the policy would have written.
type Rehearsed struct {
	Changes []upgrade.Change
	// Failed is what could not be looked at, and why; Unfinished how much was left.
	Failed     []string
	Unfinished int
}

// Report is what is shown.
type Report struct {
	Organisation string
	// Site is GitHub's address, such as "https://github.com", and Host its host.
	Site, Host string
	At         time.Time
	// Private says that it shows what not everybody may see.
	Private bool
	Numbers []Number
	Boards  []Board
	// Upgrades are those under way.
	Upgrades []Upgrade
	Stale    []Group
	Kept     []Group
	// Unread, LeftOut and Failed are what the report does not know.
	Unread  []look.Unread
	LeftOut []string
	Failed  []string
	// Policy is the file that was rehearsed; Own says that it is the organisation's.
	Policy string
	Own    bool
	// Problems are what is wrong with the organisation's own file, which is why
	// another one is proposed.
	Problems []string
}

// Number is one of those at the top.
type Number struct {
	Value string
	Of    string
	// Alarming is a number that one would like to be 0.
	Alarming bool
}

// Board is one of the boards that were found.
type Board struct {
	Role, Title string
	Number      int
	Cards       int
	Why         []string
}

// Upgrade is how far an upgrade is.
type Upgrade struct {
	Name string
	Ref  upgrade.Ref
	look.Progress
	// Stale is how many things about it are not as they should be.
	Stale int
}

// Percent is the part of the children that is done or needs no doing.
func (u Upgrade) Percent() int { return 100 * (u.Done + u.WithoutDoing) / max(u.All(), 1) }

// Group is what belongs together, with some examples.
type Group struct {
	Title string
	// Says is what it means, in a sentence; may be empty.
	Says     string
	Count    int
	Examples []Example
}

// More is how many examples are not shown.
func (g Group) More() int { return g.Count - len(g.Examples) }

// Example is one of a group.
type Example struct {
	// Object is where it is, such as "acme/shop#1"; Ref is that, if it is an issue.
	Object string
	Ref    upgrade.Ref
	// Title is people's words; empty if there are none.
	Title string
	// Says is the app's words, with people's as notes in backticks.
	Says string
	// Why is the reason, which may hold people's words; empty where Says tells all.
	Why string
	// Age is for how long, such as "since 2026-03-02 (91 days)"; empty if not known.
	Age string
}

// New makes the report of what was found on a site, such as "https://github.com".
func New(found look.Found, site string, rehearsed Rehearsed) Report {
	_, host, _ := strings.Cut(site, "://")
	r := Report{
		Organisation: found.Organisation, Site: site, Host: host, At: found.At.UTC(), Private: found.Private,
		LeftOut: found.LeftOut, Failed: rehearsed.failures(),
	}
	for _, u := range found.Unread {
		u.Why = printable(u.Why)
		r.Unread = append(r.Unread, u)
	}
	r.policy(found)
	r.boards(found)
	stale := found.Stale()
	for _, u := range found.Upgrades {
		shown := Upgrade{Name: printable(u.Name), Ref: u.Issue.Ref, Progress: u.Progress()}
		for _, s := range stale {
			if s.Upgrade == u.Name {
				shown.Stale++
			}
		}
		r.Upgrades = append(r.Upgrades, shown)
	}
	r.Stale = staleGroups(stale, found.At)
	r.Kept = keptGroups(rehearsed.Changes)
	r.numbers()
	return r
}

// Proposal is the policy that a look rehearses: the organisation's own if it is
// valid, else the proposed one.
func Proposal(found look.Found) string {
	if _, problems, there := found.OwnPolicy(); there && len(problems) == 0 {
		return found.Own
	}
	return found.Policy()
}

func (r *Report) policy(found look.Found) {
	_, problems, there := found.OwnPolicy()
	r.Policy, r.Own = Proposal(found), there && len(problems) == 0
	for _, problem := range problems {
		r.Problems = append(r.Problems, printable(problem.String()))
	}
}

func (r *Report) boards(found look.Found) {
	add := func(role string, b look.Board) {
		if b.Known() {
			r.Boards = append(r.Boards, Board{Role: role, Title: printable(b.Title), Number: b.Number, Cards: len(b.Cards), Why: b.Why})
		}
	}
	add("Maintenance", found.Maintenance)
	add("Roadmap", found.Roadmap)
}

func (r *Report) numbers() {
	done, all, stale, kept := 0, 0, 0, 0
	for _, u := range r.Upgrades {
		done, all = done+u.Done+u.WithoutDoing, all+u.All()
	}
	for _, g := range r.Stale {
		stale += g.Count
	}
	for _, g := range r.Kept {
		kept += g.Count
	}
	r.Numbers = []Number{
		{Value: fmt.Sprint(len(r.Upgrades)), Of: plural(len(r.Upgrades), "upgrade under way", "upgrades under way")},
		{Value: fmt.Sprintf("%d of %d", done, all), Of: plural(all, "child issue closed", "child issues closed")},
		{Value: fmt.Sprint(stale), Of: plural(stale, "thing is stale today", "things are stale today"), Alarming: stale > 0},
		{Value: fmt.Sprint(kept), Of: plural(kept, "change that Upkeep would make", "changes that Upkeep would make")},
	}
}

func (r Rehearsed) failures() []string {
	var shown []string
	for _, failure := range r.Failed[:min(len(r.Failed), failedShown)] {
		shown = append(shown, printable(failure))
	}
	if more := len(r.Failed) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	if r.Unfinished > 0 {
		shown = append(shown, fmt.Sprintf("%d %s not looked at before the time was over", r.Unfinished, plural(r.Unfinished, "object was", "objects were")))
	}
	return shown
}

// staleWords are title and meaning of each kind.
func staleWords(kind look.Kind) (title, says string) {
	switch kind {
	case look.StaleBox:
		return "Boxes that are not true", "The list of the roadmap issue says otherwise than the child."
	case look.StaleStatus:
		return "Status that is not true", "The column says otherwise than the child."
	case look.StaleMissing:
		return "Children that are not on the board", "Nobody who looks at the board sees them."
	case look.StaleProject:
		return "Cards that do not say which upgrade they are of", "They are missing where the board is filtered or grouped."
	case look.StaleOwner:
		return "Cards without an owner", "Nobody knows whom to ask."
	case look.StaleOwnerDoes:
		return "Cards that do not say how much the owner does", "Nobody knows who opens, reviews and merges the pull request."
	case look.StaleSilent:
		return "Open, and silent for 90 days or more", "Nothing has happened to them for that long."
	case look.StaleNoUpgrade:
		return "Open cards of no upgrade under way", "No list of an upgrade names them."
	default:
		return "Children that cannot be read", "They are deleted, or this token may not see them."
	}
}

// staleGroups are what is stale by kind, in the order of the kinds.
func staleGroups(all []look.Stale, now time.Time) []Group {
	var groups []Group
	for _, kind := range look.Kinds() {
		group := Group{}
		group.Title, group.Says = staleWords(kind)
		for _, s := range all {
			if s.Kind != kind {
				continue
			}
			group.Count++
			if len(group.Examples) < staleShown {
				group.Examples = append(group.Examples, Example{Object: s.Ref.String(), Ref: s.Ref, Title: printable(s.Title), Says: s.Says, Age: age(s.Since, now)})
			}
		}
		if group.Count > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// age is since when and how long that is.
func age(since, now time.Time) string {
	if since.IsZero() {
		return ""
	}
	days := int(now.Sub(since).Hours() / 24)
	return fmt.Sprintf("since %s (%d %s)", since.UTC().Format(time.DateOnly), days, plural(days, "day", "days"))
}

// keptGroups are the changes of a rehearsal by what they change, the most
// frequent first. What would only say that the team is not known is left out.
func keptGroups(changes []upgrade.Change) []Group {
	var groups []Group
	at := map[string]int{}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b upgrade.Change) int { return upgrade.CompareObjects(a.Object, b.Object) })
	for _, c := range changes {
		if c.ShouldBe == look.UnknownTeam {
			continue
		}
		title := keptTitle(c.What)
		i, ok := at[title]
		if !ok {
			i = len(groups)
			at[title], groups = i, append(groups, Group{Title: title})
		}
		groups[i].Count++
		if len(groups[i].Examples) < keptShown {
			groups[i].Examples = append(groups[i].Examples, keptExample(c))
		}
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(b.Count, a.Count) })
	return groups
}

// keptExample is one change. Of the app's own texts only the length is told.
func keptExample(c upgrade.Change) Example {
	ref, _ := upgrade.ParseRef(c.Object)
	e := Example{Object: printable(c.Object), Ref: ref, Says: changed(c), Why: printable(c.Why)}
	if strings.Contains(c.ShouldBe, "\n") {
		e.Why = ""
	}
	return e
}

// keptTitle is what a change is called with its like.
func keptTitle(what string) string {
	switch {
	case strings.HasPrefix(what, "line "):
		return "Boxes in lists"
	case strings.HasPrefix(what, "card on "):
		return "Cards put on the board"
	case what == "comment":
		return "Comments that tell how things stand"
	case strings.HasPrefix(what, "options of the field "), strings.HasPrefix(what, "view "):
		return "What the board lacks"
	case what == "description", what == "lists", strings.HasPrefix(what, "section "):
		return "Sections of roadmap issues"
	case what == "issue", what == "state":
		return "Issues opened, updated or closed"
	default:
		return "Field " + quoted(what)
	}
}
