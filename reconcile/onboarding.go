package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Of a run's 25 s, the look at an organisation has lookTime and the rehearsal
// greetingTime.
const (
	lookTime     = 12 * time.Second
	greetingTime = 9 * time.Second
)

// onboarding greets an organisation that the app comes to in one issue beside
// the policy that is not there yet, and closes it when the policy is there. The
// issue is made once and not edited.
func (r *Reconciler) onboarding(ctx context.Context, claim store.Claim) (string, error) {
	if r.Look == nil {
		return "onboarding is switched off", nil
	}
	record, _, err := r.Store.Policy(ctx, claim.Installation)
	if err != nil || record.Account == "" {
		return "the policy was not looked at yet", err
	}
	home, err := r.GitHub.Home(ctx, claim.Installation, record.Account, upgrade.PolicyRepository)
	if errors.Is(err, ghclient.ErrNotFound) {
		r.Log.Info().Str("account", record.Account).Msg("there is no repository .github, so nobody is greeted")
		return "there is no repository " + upgrade.PolicyRepository, nil
	}
	if err != nil {
		return "", fmt.Errorf("read the repository of the policy: %w", err)
	}
	if home.Archived || !home.HasIssues {
		r.Log.Info().Str("account", record.Account).Msg("the repository .github takes no issues, so nobody is greeted")
		return "no issues can be opened in " + upgrade.PolicyRepository, nil
	}
	greeting, err := r.greeting(ctx, claim, home)
	if err != nil {
		return "", err
	}
	part := gate.Part{Installation: claim.Installation, Owners: []string{record.Account}, Own: true, Plan: upgrade.DecideOnboarded(greeting, record.State)}
	if greeting.Wanted(record.State) {
		facts, err := r.discover(ctx, claim, home)
		if err != nil {
			return "", err
		}
		part.Plan = upgrade.DecideOnboarding(facts)
	}
	return describe([]gate.Part{part}), r.Gate.Apply(ctx, claim, part)
}

// greeting is what is known of the issue, from the ledger and, without it, by its marker.
func (r *Reconciler) greeting(ctx context.Context, claim store.Claim, home ghclient.Home) (upgrade.Greeting, error) {
	g := upgrade.Greeting{Repository: home.Repository}
	intent, err := r.Store.Intent(ctx, gate.IssueIntent(home.Repository, upgrade.PurposeOnboarding))
	if err != nil {
		return g, fmt.Errorf("look up the issue that greets %s: %w", home.Owner, err)
	}
	g.Made = intent.State == store.IntentConfirmed
	issue, err := r.ownIssue(ctx, claim.Installation, home.Repository, upgrade.PurposeOnboarding, intent.Result)
	if err != nil {
		return g, fmt.Errorf("read the issue that greets %s: %w", home.Owner, err)
	}
	if issue.Number != 0 {
		g.Number, g.Issue, g.Open = issue.Number, issue.NodeID, !issue.Closed
	}
	return g, nil
}

// discover looks at the organisation and rehearses the policy that it proposes.
func (r *Reconciler) discover(ctx context.Context, claim store.Claim, home ghclient.Home) (upgrade.OnboardingFacts, error) {
	leave, err := r.enter()
	if err != nil {
		return upgrade.OnboardingFacts{}, err
	}
	defer leave()
	eyes := &shy{GitHub: r.Look, public: !home.Private, now: r.Now, until: r.Now().Add(lookTime)}
	found, err := look.Discover(ctx, eyes, claim.Installation, home.Owner, r.Now())
	if err != nil {
		return upgrade.OnboardingFacts{}, fmt.Errorf("look at %s: %w", home.Owner, err)
	}
	facts := onboardingFacts(found, home)
	facts.Host, facts.LeftAside = r.Host, eyes.aside
	limited, cancel := context.WithTimeout(ctx, greetingTime)
	defer cancel()
	if facts.Rehearsal, err = r.Rehearse(limited, claim.Installation, facts.Policy); err != nil {
		r.Log.Warn().Err(err).Str("account", home.Owner).Msg("the proposed policy could not be rehearsed")
		facts.Unknown = true
		return facts, nil
	}
	return facts, r.admit(ctx, claim.Installation, &facts.Audience, facts.Rehearsal.Wanted)
}

func onboardingFacts(found look.Found, home ghclient.Home) upgrade.OnboardingFacts {
	f := upgrade.OnboardingFacts{
		Repository: home.Repository, Branch: home.DefaultBranch, Policy: found.Policy(), LeftOut: len(found.LeftOut),
		Maintenance: foundBoard(found.Maintenance), Roadmap: foundBoard(found.Roadmap), Audience: upgrade.Audience{All: home.Private},
	}
	for _, unread := range found.Unread {
		f.NotRead = append(f.NotRead, unread.What)
	}
	for _, u := range found.Upgrades {
		one := upgrade.FoundUpgrade{Name: u.Name, Roadmap: u.Issue.Ref, Children: len(u.Children)}
		for _, child := range u.Children {
			if child.Known && child.State.Closed {
				one.Closed++
			}
		}
		f.Upgrades = append(f.Upgrades, one)
	}
	return f
}

func foundBoard(b look.Board) upgrade.FoundBoard {
	if !b.Known() {
		return upgrade.FoundBoard{}
	}
	return upgrade.FoundBoard{Title: b.Title, Number: b.Number, Cards: len(b.Cards)}
}
