package reconcile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// rehearsalTime is how long the rehearsals of one run may take side by side; the
// run itself has 25 s.
const rehearsalTime = 17 * time.Second

// rehearsalsAtOnce is how many runs rehearse side by side. Each keeps databases
// in memory and reads a lot, and where everybody reads, everybody can propose.
const rehearsalsAtOnce = 3

// proposal checks a pull request that changes the policy file. A check says what
// was so when it was made; it is made anew when the proposal or the policy in
// force has changed, and when somebody asks for it.
func (r *Reconciler) proposal(ctx context.Context, claim store.Claim) (string, error) {
	record, known, err := r.Store.Policy(ctx, claim.Installation)
	if err != nil || !known {
		return "the policy was not looked at yet; its key comes back to this", err
	}
	account := record.Account
	if may, err := r.mayCheck(ctx, claim.Installation); err != nil || !may {
		return "the app was not given the permission checks: write", err
	}
	pull, why, err := r.proposed(ctx, claim, account)
	if err != nil || why != "" {
		return why, err
	}
	facts, text, err := r.proposalFile(ctx, claim, account, pull)
	if err != nil {
		return "", err
	}
	facts.ID = checkID(claim.Key, facts.Removed, record.LastGood, text)
	made, err := r.GitHub.CheckRuns(ctx, claim.Installation, account, upgrade.PolicyRepository, pull.Head, upgrade.CheckName)
	if err != nil {
		return "", fmt.Errorf("see what was checked: %w", err)
	}
	if slices.Contains(made, facts.ID) {
		return "checked already", nil
	}
	if err := r.rehearseBoth(ctx, claim, record, text, &facts); err != nil {
		return "", err
	}
	part := gate.Part{Installation: claim.Installation, Owners: []string{account}, Own: true, Plan: upgrade.DecideProposal(facts)}
	return "checked", r.Gate.Apply(ctx, claim, part)
}

// mayCheck reports whether an installation's owner has given the app the
// permission for check runs: those who installed it before it asked may not have.
func (r *Reconciler) mayCheck(ctx context.Context, installation int64) (bool, error) {
	all, err := r.Store.Installations(ctx)
	if err != nil {
		return false, fmt.Errorf("list the installations: %w", err)
	}
	return slices.ContainsFunc(all, func(i store.Installation) bool {
		return i.ID == installation && i.Permissions[string(upgrade.WriteChecks)] == "write"
	}), nil
}

// proposed reads the pull request of a key; why says that it is no proposal.
func (r *Reconciler) proposed(ctx context.Context, claim store.Claim, account string) (pull ghclient.PullRequest, why string, err error) {
	number, _ := claim.Key.Proposal()
	pull, err = r.GitHub.PullRequest(ctx, claim.Installation, account, upgrade.PolicyRepository, number)
	switch {
	case errors.Is(err, ghclient.ErrNotFound):
		return pull, "deleted, or not readable for the app", nil
	case err != nil:
		return pull, "", fmt.Errorf("read the proposal: %w", err)
	case pull.UpdatedAt.Before(claim.Floor) && claim.Attempts < lagAttempts:
		return pull, "", r.lag(claim, fmt.Sprintf("pull request %d is read as of %s", number, pull.UpdatedAt.Format(time.RFC3339)))
	case pull.Closed:
		return pull, "closed", nil
	case pull.Base != pull.DefaultBranch:
		return pull, "not into the default branch", nil
	}
	changes, err := r.GitHub.ChangesFile(ctx, claim.Installation, account, upgrade.PolicyRepository, number, upgrade.PolicyFile)
	if err != nil {
		return pull, "", fmt.Errorf("see what the proposal changes: %w", err)
	}
	if !changes {
		return pull, "it does not change " + upgrade.PolicyFile, nil
	}
	return pull, "", nil
}

// proposalFile reads and parses the file that is proposed, and who reads about it.
func (r *Reconciler) proposalFile(ctx context.Context, claim store.Claim, account string, pull ghclient.PullRequest) (facts upgrade.ProposalFacts, text string, err error) {
	home, err := r.GitHub.Home(ctx, claim.Installation, account, upgrade.PolicyRepository)
	if err != nil {
		return facts, "", fmt.Errorf("see who reads the check: %w", err)
	}
	_, again := claim.Key.Proposal()
	facts.Repository, facts.Head, facts.Audience.All = home.Repository, pull.Head, home.Private
	facts.Outside = !home.Private && !pull.Inside && again == 0 // to ask once more takes the right to write
	file, err := r.GitHub.FileAt(ctx, claim.Installation, account, upgrade.PolicyRepository, pull.Head, upgrade.PolicyFile)
	switch {
	case errors.Is(err, ghclient.ErrNotFound):
		facts.Removed = true
		return facts, "", nil
	case errors.Is(err, ghclient.ErrInvalid):
		facts.Problems = []upgrade.PolicyProblem{{Message: "it is not a text file, or too large", Mend: "Write it as YAML, with less than 64 KiB."}}
		return facts, "", nil
	case err != nil:
		return facts, "", fmt.Errorf("read the proposed policy: %w", err)
	}
	var problems []config.Problem
	facts.Proposed, problems = config.ParsePolicy(account, []byte(file.Text))
	facts.Problems = asProblems(problems)
	return facts, file.Text, nil
}

// checkID tells the check of these texts from every other one. The number comes
// first, for the handler of what people ask for once more.
func checkID(key upgrade.Key, removed bool, inForce, proposed string) string {
	number, again := key.Proposal()
	sum := sha256.Sum256(fmt.Appendf(nil, "%t %d %d %s%s", removed, again, len(inForce), inForce, proposed))
	return fmt.Sprintf("%d %x", number, sum[:8])
}

// rehearseBoth rehearses the policy in force and the proposed one. What cannot be
// rehearsed does not keep the check from saying whether the file is valid.
func (r *Reconciler) rehearseBoth(ctx context.Context, claim store.Claim, record store.PolicyRecord, text string, facts *upgrade.ProposalFacts) error {
	if err := r.rules(ctx, claim, record, facts); err != nil {
		return err
	}
	if facts.Removed || facts.Outside || len(facts.Problems) > 0 {
		return nil
	}
	leave, err := r.enter()
	if err != nil {
		return err
	}
	defer leave()
	limited, cancel := context.WithTimeout(ctx, rehearsalTime)
	defer cancel()
	var before, after error
	var both sync.WaitGroup
	if facts.HasPolicy {
		both.Go(func() { facts.Before, before = r.Rehearse(limited, claim.Installation, record.LastGood) })
	}
	both.Go(func() { facts.After, after = r.Rehearse(limited, claim.Installation, text) })
	both.Wait()
	if failed := errors.Join(before, after); failed != nil || facts.Before.Unfinished > 0 {
		r.Log.Warn().Err(failed).Str("key", string(claim.Key)).Int("unfinished", facts.Before.Unfinished).Msg("a proposal could not be rehearsed")
		facts.Unknown = true
		return nil
	}
	return r.admit(ctx, claim.Installation, &facts.Audience, slices.Concat(facts.Before.Wanted, facts.After.Wanted))
}

// enter takes a place among those who rehearse, which leave gives back. While
// there is none, the key waits.
func (r *Reconciler) enter() (leave func(), err error) {
	select {
	case r.rehearsals <- struct{}{}:
		return func() { <-r.rehearsals }, nil
	default:
		return nil, gate.Later{Waiting: store.WaitPace, Until: r.Now().Add(rehearsalTime), Reason: "other policies are being rehearsed"}
	}
}

// rules finds out what rules now: the policy in force, and what commands have
// laid down about upgrades.
func (r *Reconciler) rules(ctx context.Context, claim store.Claim, record store.PolicyRecord, facts *upgrade.ProposalFacts) error {
	var err error
	if facts.InForce, err = r.policies.inForce(record); err != nil {
		return err
	}
	facts.HasPolicy = record.LastGood != ""
	roadmaps, err := r.Store.Roadmaps(ctx, claim.Installation)
	if err != nil {
		return fmt.Errorf("list the upgrades of installation %d: %w", claim.Installation, err)
	}
	ids := make([]upgrade.NodeID, 0, len(roadmaps))
	for _, roadmap := range roadmaps {
		ids = append(ids, roadmap.ID)
	}
	settings, err := r.Store.Settings(ctx, ids)
	if err != nil {
		return fmt.Errorf("read what is laid down about %d upgrades: %w", len(ids), err)
	}
	facts.Laid = map[upgrade.Ref]upgrade.Settings{}
	for _, roadmap := range roadmaps {
		facts.Laid[roadmap.Ref.Fold()] = settings[roadmap.ID]
		if roadmap.Started {
			facts.Started = append(facts.Started, upgrade.StartedBy(roadmap.Name, roadmap.Ref))
		}
	}
	return nil
}

// repositoriesAdmitted bounds how many repositories are looked up for one text.
const repositoriesAdmitted = 30

// admit finds out which of the repositories that changes are in may be named.
func (r *Reconciler) admit(ctx context.Context, installation int64, a *upgrade.Audience, all []upgrade.Wanted) error {
	if a.All {
		return nil
	}
	var names []string
	for _, w := range all {
		if name := w.Change.Repository(); name != "" && len(names) < repositoriesAdmitted && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	private, failed := make([]bool, len(names)), make([]error, len(names))
	var looking sync.WaitGroup
	for i, name := range names {
		looking.Go(func() {
			owner, repo, _ := strings.Cut(name, "/")
			if private[i], failed[i] = r.GitHub.Private(ctx, installation, owner, repo); ghclient.Final(failed[i]) {
				failed[i] = nil // what cannot be read is private
			}
		})
	}
	looking.Wait()
	if err := errors.Join(failed...); err != nil {
		return fmt.Errorf("see who reads what a policy changes: %w", err)
	}
	a.Public = map[string]bool{}
	for i, name := range names {
		a.Public[name] = !private[i]
	}
	return nil
}

// proposals are the triggers of all pull requests that may change the policy.
func (r *Reconciler) proposals(ctx context.Context, claim store.Claim, account string) ([]upgrade.Trigger, error) {
	if r.Rehearse == nil {
		return nil, nil
	}
	if may, err := r.mayCheck(ctx, claim.Installation); err != nil || !may {
		return nil, err
	}
	open, err := r.GitHub.PullRequests(ctx, claim.Installation, account, upgrade.PolicyRepository)
	if err != nil && !ghclient.Final(err) {
		return nil, fmt.Errorf("list the proposals: %w", err)
	}
	var triggers []upgrade.Trigger
	for _, pull := range open {
		triggers = append(triggers, upgrade.Trigger{
			Key: upgrade.ProposalKey(claim.Installation, pull.Number, 0), Installation: claim.Installation, Reason: "the policy was looked at", Cause: claim.Cause,
		})
	}
	return triggers, nil
}
