package look

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What is taken for an upgrade has children in two repositories at least.
const fewestRepositories = 2

// Bounds on what is told.
const (
	mostUpgrades = 20
	mostPerhaps  = 10
	mostChildren = 500 // of one upgrade
)

// soundsLike finds the titles of upgrades.
var soundsLike = regexp.MustCompile(`(?i)\b(?:upgrad|updat|migrat|bump|end of life|eol\b|drop support|move to|support for|replace)|\b(?:python|django|node|react|ubuntu|java|go|ruby|rails|mysql|mongo|redis|elasticsearch|kubernetes|postgres\w*)\s*v?[0-9]`)

// labelWords are the labels of upgrades.
var labelWords = [...]string{"maintenance", "upgrade", "upgrades", "migration"}

// listing is an open issue with the children that its lists name.
type listing struct {
	upgrade.Issue
	children []Child
	points   int
	why      []string
	own      bool // listed in the organisation's own policy
}

func (l *listing) speaks(points int, why string, values ...any) {
	l.points += points
	l.why = append(l.why, fmt.Sprintf(why, values...))
}

// list reads the children of an issue: the entries of its lists, then its
// sub-issues, each once.
func list(issue upgrade.Issue, in checklist.Context) *listing {
	in.Owner, in.Repo = issue.Ref.Owner, issue.Ref.Repo
	l := &listing{Issue: issue}
	seen := map[upgrade.Ref]bool{issue.Ref.Fold(): true}
	add := func(child Child) {
		if key := child.Ref.Fold(); !seen[key] && len(l.children) < mostChildren {
			seen[key] = true
			l.children = append(l.children, child)
		}
	}
	for _, item := range checklist.Parse(issue.Body, in).Children() {
		if item.Struck {
			continue
		}
		for _, link := range item.Links {
			if !link.Struck {
				add(Child{Ref: link.Ref, Boxed: item.Box >= 0, Checked: item.Checked, Line: item.Line})
			}
		}
	}
	for _, sub := range issue.SubIssues {
		add(Child{Ref: sub.Ref})
	}
	return l
}

// repositories counts those that the children are in.
func (l *listing) repositories() int {
	seen := map[string]bool{}
	for _, child := range l.children {
		ref := child.Ref.Fold()
		seen[ref.Owner+"/"+ref.Repo] = true
	}
	return len(seen)
}

// weigh collects what speaks for a listing being an upgrade's.
func (l *listing) weigh(f Found) {
	for _, own := range f.ownUpgrades() {
		if own.Roadmap.Fold() == l.Ref.Fold() {
			l.own = true
			l.speaks(2, "the organisation's upkeep.yml lists it")
		}
	}
	if soundsLike.MatchString(l.Title) {
		l.speaks(2, "its title sounds like one")
	}
	if option := optionIn(l.Title, projectOptions(f.Maintenance)); option != "" {
		l.speaks(2, "the board has an option for it, %s", note(option))
	}
	if on := f.Maintenance.holds(l.children); on > 0 && 2*on >= len(l.children) {
		l.speaks(2, "%d of its children are on the board", on)
	}
	if f.Roadmap.holds([]Child{{Ref: l.Ref}}) > 0 {
		l.speaks(1, "it is on the Roadmap board")
	}
	for _, label := range l.Labels {
		if slices.Contains(labelWords[:], upgrade.Slug(label)) {
			l.speaks(1, "it has the label %s", note(label))
			return
		}
	}
}

// projectOptions are the names that the board knows upgrades by.
func projectOptions(board Board) []string {
	field, _ := board.Field(board.Fields.Project)
	names := make([]string, 0, len(field.Options))
	for _, option := range field.Options {
		names = append(names, option.Name)
	}
	return names
}

// optionIn is the longest option whose words stand in a title; empty for none.
func optionIn(title string, options []string) string {
	text := strings.Split(upgrade.Slug(title), "-")
	best := ""
	for _, option := range options {
		slug := upgrade.Slug(option)
		if slug != "" && consecutive(text, strings.Split(slug, "-")) && len(option) > len(best) {
			best = option
		}
	}
	return best
}

// sortListings tells the upgrades from other listings.
func sortListings(f *Found, listings []*listing, all []upgrade.Issue) {
	var taken []*listing
	for _, l := range listings {
		l.weigh(*f)
		switch {
		case l.repositories() < fewestRepositories && !l.own:
			f.perhaps(l, "all its children are in one repository")
		case l.points < 2:
			f.perhaps(l, "neither its title nor its children tell that it is one")
		default:
			taken = append(taken, l)
		}
	}
	slices.SortStableFunc(taken, func(a, b *listing) int { return cmp.Compare(len(b.children), len(a.children)) })
	if more := len(taken) - mostUpgrades; more > 0 {
		f.LeftOut = append(f.LeftOut, fmt.Sprintf("%d further upgrades", more))
		taken = taken[:mostUpgrades]
	}
	for _, l := range taken {
		if by, ok := l.namedBy(all); ok {
			l.why = append(l.why, fmt.Sprintf("%s names it, and may be the roadmap issue: then put that one here", by.Ref))
			f.Private = f.Private || by.Repository.Private
		}
		f.Upgrades = append(f.Upgrades, Upgrade{Issue: l.IssueState, Children: l.children, Why: l.why, body: l.Body})
	}
}

// namedBy is another open issue that names this one and sounds like an upgrade:
// a roadmap issue often only links to the epic that has the list.
func (l *listing) namedBy(all []upgrade.Issue) (upgrade.Issue, bool) {
	short, address := strings.ToLower(l.Ref.String()), strings.ToLower(fmt.Sprintf("/%s/%s/issues/%d", l.Ref.Owner, l.Ref.Repo, l.Ref.Number))
	for _, issue := range all {
		if issue.ID == l.ID || !soundsLike.MatchString(issue.Title) || l.has(issue.Ref) {
			continue
		}
		if text := strings.ToLower(issue.Body); numbered(text, short) || numbered(text, address) {
			return issue, true
		}
	}
	return upgrade.Issue{}, false
}

// has reports whether an issue is one of the children: those link to their parent.
func (l *listing) has(ref upgrade.Ref) bool {
	return slices.ContainsFunc(l.children, func(c Child) bool { return c.Ref.Fold() == ref.Fold() })
}

// numbered reports whether a text has a reference that ends in a number, and not a longer number.
func numbered(text, reference string) bool {
	for {
		_, after, found := strings.Cut(text, reference)
		if !found {
			return false
		}
		if after == "" || after[0] < '0' || after[0] > '9' {
			return true
		}
		text = after
	}
}

// perhaps keeps a listing that is taken for no upgrade, if it might be one.
func (f *Found) perhaps(l *listing, why string) {
	if len(l.children) > 1 && len(f.Perhaps) < mostPerhaps {
		f.Perhaps = append(f.Perhaps, Perhaps{Issue: l.IssueState, Children: len(l.children), Why: why})
	}
}

// holds counts the children that have a card on the board.
func (b Board) holds(children []Child) int {
	cards := b.byRef()
	on := 0
	for _, child := range children {
		if _, ok := cards[child.Ref.Fold()]; ok {
			on++
		}
	}
	return on
}

func (b Board) byRef() map[upgrade.Ref]Card {
	cards := make(map[upgrade.Ref]Card, len(b.Cards))
	for _, card := range b.Cards {
		cards[card.Ref.Fold()] = card
	}
	return cards
}
