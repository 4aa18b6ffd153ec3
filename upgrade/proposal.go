package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// CheckName is the name of the app's check runs.
const CheckName = PolicyFile

// ProposalFacts is everything that decides about the check of a proposal: a
// pull request that changes the policy file.
type ProposalFacts struct {
	// Repository is where the policy is, Head the proposal's newest commit, ID the check's own.
	Repository Repository
	Head, ID   string
	// Removed says that the proposal takes the file away; else Problems are what
	// is wrong with it.
	Removed  bool
	Problems []PolicyProblem
	// InForce rules now, the zero value when HasPolicy is not set; Proposed would.
	HasPolicy         bool
	InForce, Proposed Policy
	// Laid is what people have laid down by command about roadmap issues, by their
	// folded references, and Started are the upgrades that a command has begun.
	Laid    map[Ref]Settings
	Started []Upgrade
	// Before and After are what they would have the app write; Unknown says that
	// this could not be found out.
	Before, After Rehearsal
	Unknown       bool
	// Outside says that somebody from outside proposes it, for whom nothing is found out.
	Outside  bool
	Audience Audience
}

// DecideProposal says in a check run whether a proposed policy can be used, and
// what it would change.
func DecideProposal(f ProposalFacts) Plan {
	f.InForce, f.Proposed = f.ruled(f.InForce), f.ruled(f.Proposed)
	file := say.Quote(PolicyFile)
	check := SaveCheck{
		Repository: f.Repository, Head: f.Head, Name: CheckName, ID: f.ID, Title: say.ProposalTitle(len(f.Problems), f.Removed),
		Names: f.Audience.names(f.Repository),
	}
	switch {
	case f.Removed:
		check.Conclusion, check.Summary = ConclusionNeutral, say.ProposalRemoved(file)
	case len(f.Problems) > 0:
		check.Conclusion, check.Summary = ConclusionFailure, say.ProposalInvalid(file, problems(f.Problems), f.HasPolicy)
		check.Annotations = annotations(f.Problems)
	default:
		check.Conclusion, check.Summary = ConclusionSuccess, f.changes(file).Text()
		if f.Unknown || f.Outside || f.After.unseen() != (say.Unseen{}) {
			check.Conclusion = ConclusionNeutral
		}
	}
	return Plan{Actions: []Action{check}}
}

// ruled is a policy with what commands have laid down, which wins over its modes.
func (f ProposalFacts) ruled(p Policy) Policy {
	all := slices.Clone(p.Upgrades)
	for _, started := range f.Started {
		_, listed := p.UpgradeOf(started.Roadmap)
		if _, named := p.named(started.Name); !listed && !named {
			all = append(all, started)
		}
	}
	for i, u := range all {
		all[i] = u.With(f.Laid[u.Roadmap.Fold()])
	}
	p.Upgrades = all
	return p
}

// annotationsMost is how many annotations GitHub takes with a check run.
const annotationsMost = 50

// annotations put the problems beside their lines; a problem without a place is
// in the summary alone.
func annotations(all []PolicyProblem) []Annotation {
	var placed []Annotation
	for _, p := range all {
		if p.Line > 0 && len(placed) < annotationsMost {
			placed = append(placed, Annotation{Path: PolicyFile, Line: p.Line, Column: p.Column, Title: p.Path, Message: strings.TrimSpace(p.Message + "\n" + p.Mend)})
		}
	}
	return placed
}

func (f ProposalFacts) changes(file say.Quoted) say.Proposal {
	var written, shown []Wanted
	for _, w := range f.After.Wanted {
		if f.Proposed.modeOf(w) == ModeActive {
			written = append(written, w)
		} else {
			shown = append(shown, w)
		}
	}
	active := Rehearsal{Wanted: slices.DeleteFunc(slices.Clone(f.Before.Wanted), func(w Wanted) bool { return f.InForce.modeOf(w) != ModeActive })}
	tell := f.Audience.differences
	return say.Proposal{
		File: file, Modes: f.modes(), Unknown: f.Unknown, Outside: f.Outside, Unseen: f.After.unseen(),
		Written: tell(Rehearsal{Wanted: written}.without(active)),
		Shown:   tell(Rehearsal{Wanted: shown}.without(f.Before)),
		Gone:    tell(f.Before.without(f.After)),
	}
}

// modeOf is the mode of a wanted thing.
func (p Policy) modeOf(w Wanted) Mode {
	u, _ := p.named(w.Upgrade)
	return p.ModeOf(u, w.Kind)
}

func (p Policy) named(name string) (Upgrade, bool) {
	i := slices.IndexFunc(p.Upgrades, func(u Upgrade) bool { return u.Name == name })
	if i < 0 {
		return Upgrade{Name: name}, false
	}
	return p.Upgrades[i], true
}

// modes are the kinds of write whose modes change: those of the policy, and
// those of upgrades whose change is another one.
func (f ProposalFacts) modes() []say.ModeChange {
	var all []say.ModeChange
	for _, kind := range WriteKinds() {
		was, now := f.before(Upgrade{}, kind), f.Proposed.ModeOf(Upgrade{}, kind)
		if was != now {
			all = append(all, say.ModeChange{Kind: string(kind), Was: string(was), Now: string(now)})
		}
		for _, u := range f.Proposed.Upgrades {
			own, is := f.before(u, kind), f.Proposed.ModeOf(u, kind)
			if own != is && (own != was || is != now) {
				all = append(all, say.ModeChange{Upgrade: say.Quote(u.Name), Kind: string(kind), Was: string(own), Now: string(is)})
			}
		}
	}
	return all
}

// before is the mode in force of a kind of write of an upgrade by its name.
func (f ProposalFacts) before(u Upgrade, kind WriteKind) Mode {
	old, _ := f.InForce.named(u.Name)
	return f.InForce.ModeOf(old, kind)
}
