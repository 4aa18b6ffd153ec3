package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// unresolvedEvery is how often a roadmap issue is looked for that the policy lists and GitHub does not have.
const unresolvedEvery = 15 * time.Minute

// policy loads an installation's policy file. Absent, unreadable and invalid
// are three cases: absent is a choice (nothing is done), unreadable is a
// failure (tried again, the last good version rules), and invalid is a mistake
// (told in an issue, the last good version rules).
func (r *Reconciler) policy(ctx context.Context, claim store.Claim) (string, error) {
	account, err := r.account(ctx, claim.Installation)
	if err != nil || account == "" {
		return "the installation is not known", err
	}
	record, _, err := r.Store.Policy(ctx, claim.Installation)
	if err != nil {
		return "", fmt.Errorf("read the known policy of %s: %w", account, err)
	}
	before := record
	problems, err := r.load(ctx, claim, account, &record)
	if err != nil {
		return "", err
	}
	if err := r.follow(ctx, claim, before, record); err != nil {
		return "", err
	}
	return "policy " + string(record.State), r.tell(ctx, claim, record, problems)
}

func (r *Reconciler) account(ctx context.Context, installation int64) (string, error) {
	all, err := r.Store.Installations(ctx)
	if err != nil {
		return "", fmt.Errorf("list the installations: %w", err)
	}
	for _, i := range all {
		if i.ID == installation {
			return i.Account, nil
		}
	}
	return "", nil
}

// load reads and parses the file into the record. A file that cannot be read
// is recorded as such before the failure goes on.
func (r *Reconciler) load(ctx context.Context, claim store.Claim, account string, record *store.PolicyRecord) ([]upgrade.PolicyProblem, error) {
	record.Installation, record.Account, record.At = claim.Installation, account, r.Now()
	record.Source = account + "/" + upgrade.PolicyRepository + "/" + upgrade.PolicyFile
	file, err := r.GitHub.Policy(ctx, claim.Installation, account, upgrade.PolicyRepository, upgrade.PolicyFile)
	switch {
	case errors.Is(err, ghclient.ErrNotFound):
		record.State, record.Text, record.LastGood, record.Problems, record.Commit = upgrade.PolicyAbsent, "", "", "", ""
		return nil, nil
	case err != nil:
		record.State, record.Problems = upgrade.PolicyUnreadable, err.Error()
		if saveErr := r.Store.SavePolicy(ctx, claim, *record); saveErr != nil {
			err = errors.Join(err, saveErr)
		}
		return nil, fmt.Errorf("read %s: %w", record.Source, err)
	}
	record.Text, record.Commit = file.Text, file.Commit
	_, problems := config.ParsePolicy(account, []byte(file.Text))
	if len(problems) > 0 {
		record.State, record.Problems = upgrade.PolicyInvalid, problems[0].String()
		r.log(ctx).Warn().Str("source", record.Source).Str("commit", record.Commit).Int("problems", len(problems)).
			Str("first", record.Problems).Msg("the policy is not valid; the last good version stays in force")
		return asProblems(problems), nil
	}
	record.State, record.LastGood, record.Problems = upgrade.PolicyValid, file.Text, ""
	return nil, nil
}

func asProblems(problems []config.Problem) []upgrade.PolicyProblem {
	out := make([]upgrade.PolicyProblem, 0, len(problems))
	for _, p := range problems {
		out = append(out, upgrade.PolicyProblem{Line: p.Line, Column: p.Column, Path: p.Path, Message: p.Message, Mend: p.Mend})
	}
	return out
}

// follow saves the record together with the list of roadmap issues that the
// policy in force makes, and with the triggers of what a change concerns: those
// issues, their children and the boards.
func (r *Reconciler) follow(ctx context.Context, claim store.Claim, before, record store.PolicyRecord) error {
	policy, err := r.policies.inForce(record)
	if err != nil {
		return err
	}
	known, err := r.Store.Roadmaps(ctx, claim.Installation)
	if err != nil {
		return fmt.Errorf("list the roadmap issues of %s: %w", record.Account, err)
	}
	old := slices.DeleteFunc(slices.Clone(known), func(o store.Roadmap) bool { return o.Started })
	found, missing, err := r.findRoadmaps(ctx, claim, policy, old)
	if err != nil {
		return err
	}
	boards, later, err := r.followBoards(ctx, claim, record, policy)
	if err != nil {
		return err
	}
	triggers, err := r.beside(ctx, claim, before, record)
	if err != nil {
		return err
	}
	if missing > 0 || later {
		triggers = append(triggers, r.again(claim, unresolvedEvery, "a roadmap issue or a board is not there yet"))
	}
	if before.LastGood != record.LastGood || !slices.Equal(old, found) {
		concerned, err := r.concerned(ctx, claim, slices.Concat(known, found))
		if err != nil {
			return err
		}
		triggers = slices.Concat(triggers, concerned, boardTriggers(claim, boards, "the policy changed"))
	}
	if err := r.Store.SaveRoadmaps(ctx, claim, record, found, triggers...); err != nil {
		return fmt.Errorf("save the policy of %s: %w", record.Account, err)
	}
	return nil
}

// beside are the triggers of what stands beside the policy in its repository: the
// proposals to change it, and the issue that greets an organisation without one.
func (r *Reconciler) beside(ctx context.Context, claim store.Claim, before, record store.PolicyRecord) ([]upgrade.Trigger, error) {
	triggers, err := r.proposals(ctx, claim, record.Account)
	if err != nil || r.Look == nil {
		return triggers, err
	}
	// Who has taken a policy away needs no greeting.
	greets := record.State == upgrade.PolicyAbsent && (before.State == "" || before.State == upgrade.PolicyUnreadable && before.LastGood == "")
	if greets || record.State == upgrade.PolicyValid && before.State != record.State {
		greeting := upgrade.NewKey(upgrade.KindOnboarding, claim.Key.ID())
		triggers = append(triggers, upgrade.Trigger{Key: greeting, Installation: claim.Installation, Reason: "policy " + string(record.State), Cause: claim.Cause})
	}
	return triggers, nil
}

// findRoadmaps finds the roadmap issues that a policy lists, by name. One that
// is known and cannot be read now stays: its children keep their places.
func (r *Reconciler) findRoadmaps(ctx context.Context, claim store.Claim, policy upgrade.Policy, old []store.Roadmap) (found []store.Roadmap, missing int, err error) {
	refs := make([]upgrade.Ref, 0, len(policy.Upgrades))
	for _, u := range policy.Upgrades {
		refs = append(refs, u.Roadmap.Fold())
	}
	states, err := r.GitHub.Resolve(ctx, claim.Installation, refs)
	if err != nil {
		return nil, 0, fmt.Errorf("find the roadmap issues: %w", err)
	}
	for _, u := range policy.Upgrades {
		if state, ok := states[u.Roadmap.Fold()]; ok {
			found = append(found, store.Roadmap{ID: state.ID, Installation: claim.Installation, Ref: state.Ref, Name: u.Name})
			continue
		}
		missing++
		r.log(ctx).Warn().Str("upgrade", u.Name).Str("roadmap", u.Roadmap.String()).Msg("the roadmap issue cannot be read")
		known := func(o store.Roadmap) bool { return o.Name == u.Name && o.Ref.Fold() == u.Roadmap.Fold() }
		if i := slices.IndexFunc(old, known); i >= 0 {
			found = append(found, old[i])
		}
	}
	slices.SortFunc(found, func(a, b store.Roadmap) int { return cmp.Compare(a.Name, b.Name) })
	return found, missing, nil
}

func (r *Reconciler) concerned(ctx context.Context, claim store.Claim, roadmaps []store.Roadmap) ([]upgrade.Trigger, error) {
	var triggers []upgrade.Trigger
	for _, roadmap := range roadmaps {
		triggers = append(triggers, upgrade.Trigger{Key: upgrade.IssueKey(roadmap.ID), Installation: claim.Installation, Reason: "the policy changed", Cause: claim.Cause})
		members, err := r.Store.Members(ctx, roadmap.ID)
		if err != nil {
			return nil, fmt.Errorf("list the children of %s: %w", roadmap.Ref, err)
		}
		triggers = append(triggers, childTriggers(claim, members, "the policy changed")...)
	}
	return triggers, nil
}

// tell shows what is wrong in the app's one issue beside the policy file.
func (r *Reconciler) tell(ctx context.Context, claim store.Claim, record store.PolicyRecord, problems []upgrade.PolicyProblem) error {
	facts := upgrade.PolicyIssueFacts{
		Path: upgrade.PolicyFile, State: record.State, Problems: problems, KeptLastGood: record.LastGood != "",
		Repository: upgrade.Repository{Owner: record.Account, Name: upgrade.PolicyRepository},
	}
	id, err := r.Store.Intent(ctx, gate.IssueIntent(facts.Repository, upgrade.PurposePolicy))
	if err != nil {
		return fmt.Errorf("look up the issue about the policy: %w", err)
	}
	if id.State == "" && record.State != upgrade.PolicyInvalid {
		return r.Gate.Apply(ctx, claim) // nothing is planned any more either
	}
	issue, err := r.ownIssue(ctx, claim.Installation, facts.Repository, upgrade.PurposePolicy, id.Result)
	if err != nil {
		return fmt.Errorf("read the issue about the policy: %w", err)
	}
	if issue.Number != 0 {
		facts.Number, facts.Open, facts.Text = issue.Number, !issue.Closed, say.Unmarked(issue.Body)
	}
	policy, err := r.policyOf(ctx, claim.Installation)
	if err != nil {
		return err
	}
	if record.LastGood == "" {
		policy.Mode = config.StatedMode([]byte(record.Text))
	}
	return r.Gate.Apply(ctx, claim, gate.Part{Policy: policy, Installation: claim.Installation, Owners: []string{record.Account}, Plan: upgrade.DecidePolicyIssue(facts)})
}

// ownIssue is the app's own issue of a purpose in a repository: the one that the
// ledger says was made, else, as its answer may have been lost, the one with the
// marker. The zero issue if there is none.
func (r *Reconciler) ownIssue(ctx context.Context, installation int64, repository upgrade.Repository, purpose, made string) (ghclient.OwnIssue, error) {
	var found ghclient.OwnIssue
	own, err := r.GitHub.IssuesBy(ctx, installation, repository.Owner, repository.Name, r.Identity.Login())
	for _, issue := range own {
		marked, signed := r.Marker.Purpose(gate.IssueObject(repository), issue.Body)
		if strconv.Itoa(issue.Number) == made || made == "" && signed && marked == purpose {
			found = issue
		}
	}
	return found, err
}
