package upgrade

import (
	"fmt"
	"net/url"

	"github.com/upkeep-app/upkeep/say"
)

// The purposes of the issue that greets an organisation, and of the last comment on it.
const (
	PurposeOnboarding = "onboarding"
	PurposeOnboarded  = "onboarded"
)

// Greeting is what the app knows of the issue that greets an organisation.
type Greeting struct {
	// Repository is where the issue is, and the policy file.
	Repository Repository
	// Number and Issue are the issue's; 0 where there is none (any more). Open is its state.
	Number int
	Issue  NodeID
	Open   bool
	// Made says that it was made at some time, although it may be gone.
	Made bool
}

// Wanted reports whether the issue is to be made: once, and only while there is no policy.
func (g Greeting) Wanted(policy PolicyState) bool {
	return policy == PolicyAbsent && g.Number == 0 && !g.Made
}

// DecideOnboarded closes the issue, with a last comment, when the policy is
// there. One that a person has closed is left in peace.
func DecideOnboarded(g Greeting, policy PolicyState) Plan {
	if policy != PolicyValid || g.Number == 0 || !g.Open {
		return Plan{}
	}
	ref := Ref{Owner: g.Repository.Owner, Repo: g.Repository.Name, Number: g.Number}
	return Plan{Actions: []Action{
		SaveComment{Issue: g.Issue, Ref: ref, Purpose: PurposeOnboarded, Text: say.OnboardingDone(say.Quote(PolicyFile))},
		CloseIssue{Ref: ref, Reason: ReasonCompleted, Why: "the policy is there and valid"},
	}}
}

// OnboardingFacts is what the issue tells.
type OnboardingFacts struct {
	Repository Repository
	// Host is the site's, Branch the repository's default branch.
	Host, Branch         string
	Maintenance, Roadmap FoundBoard
	Upgrades             []FoundUpgrade
	NotRead              []string
	LeftOut              int
	// LeftAside says that something was left out because everybody reads the issue.
	LeftAside bool
	// Policy is the file that is proposed.
	Policy string
	// Rehearsal is what it would have the app write; Unknown says that this could not be found out.
	Rehearsal Rehearsal
	Unknown   bool
	Audience  Audience
}

// FoundBoard is a board that is taken for one of the two; the number is 0 for none.
type FoundBoard struct {
	Title  string
	Number int
	Cards  int
}

// FoundUpgrade is an issue that is taken for the roadmap issue of an upgrade.
type FoundUpgrade struct {
	Name             string
	Roadmap          Ref
	Closed, Children int
}

// DecideOnboarding greets an organisation in one issue: what was found there,
// the policy that is proposed, and what it would do.
func DecideOnboarding(f OnboardingFacts) Plan {
	o := say.Onboarding{
		Organisation: say.Quote(f.Repository.Owner), File: say.Quote(PolicyFile),
		Maintenance: f.Maintenance.said(), Roadmap: f.Roadmap.said(), NotRead: say.Quotes(f.NotRead), LeftOut: f.LeftOut,
		LeftAside: f.LeftAside, Proposal: say.ShowFile(f.Policy),
		Wanted: f.Audience.differences(f.Rehearsal.Wanted), Unseen: f.Rehearsal.unseen(), Unknown: f.Unknown,
	}
	o.NewFile, o.Filled = f.newFile()
	for _, u := range f.Upgrades {
		o.Upgrades = append(o.Upgrades, say.FoundUpgrade{Name: say.Quote(u.Name), Roadmap: say.Quote(u.Roadmap.String()), Closed: u.Closed, Children: u.Children})
	}
	for _, kind := range WriteKinds() {
		if n := f.Rehearsal.count(kind); n > 0 {
			o.Kinds = append(o.Kinds, say.KindCount{Kind: string(kind), Number: n})
		}
	}
	return Plan{Actions: []Action{SaveIssue{
		Repository: f.Repository, Purpose: PurposeOnboarding, Title: say.OnboardingTitle, Text: o.Text(), Open: true,
		Names: f.Audience.names(f.Repository),
	}}}
}

func (b FoundBoard) said() say.FoundBoard {
	return say.FoundBoard{Title: say.Quote(b.Title), Number: b.Number, Cards: b.Cards}
}

// count is how many things of a kind are wanted.
func (r Rehearsal) count(kind WriteKind) int {
	n := 0
	for _, w := range r.Wanted {
		if w.Kind == kind {
			n++
		}
	}
	return n
}

// longestAddress is how long an address may be; GitHub answers to longer ones of
// some 8 KB that they are too long.
const longestAddress = 6000

// newFile is the address of GitHub's page for a new file, with the proposal in
// it if it is short enough and says nothing that would come alive.
func (f OnboardingFacts) newFile() (address string, filled bool) {
	address = fmt.Sprintf("https://%s/%s/%s/new/%s?filename=%s", f.Host, f.Repository.Owner, f.Repository.Name, url.PathEscape(f.Branch), PolicyFile)
	whole := address + "&value=" + url.QueryEscape(f.Policy)
	if len(whole) > longestAddress || len(say.Live("[x]("+whole+")")) > 0 {
		return address, false
	}
	return whole, true
}
