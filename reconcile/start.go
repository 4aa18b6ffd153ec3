package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// startAsked finds out whether a comment on an issue of no upgrade asks to
// start one there. If so the issue is marked and its key decides; everything
// else that is said on such an issue is not ours, and not even read.
func (r *Reconciler) startAsked(ctx context.Context, claim store.Claim) (string, error) {
	const notOurs = "not ours"
	issue, id := claim.Key.Comment()
	parents, roadmaps, err := r.belongs(ctx, issue)
	if err != nil || len(parents)+len(roadmaps) > 0 {
		return "belongs to an upgrade", err
	}
	policy, err := r.policyOf(ctx, claim.Installation)
	if err != nil || len(policy.RoadmapRepositories) == 0 && len(policy.Upgrades) == 0 {
		return notOurs, err
	}
	facts, err := r.commentFacts(ctx, claim, policy)
	if ghclient.Final(err) {
		return "cannot be read: " + err.Error(), nil
	}
	if err != nil {
		return "", err
	}
	if !policy.CanStart(facts.Issue.Repository) || !asksToStart(facts.Commands) {
		return notOurs, nil
	}
	mark := upgrade.Setting{Name: upgrade.SettingStarting, Value: fmt.Sprintf("%s at %d", id, facts.Comment.UpdatedAt.Unix()), By: facts.Comment.Author, At: facts.Comment.UpdatedAt}
	err = r.Store.SaveSetting(ctx, claim, upgrade.Set{Issue: issue, Setting: mark}, upgrade.Trigger{
		Key: upgrade.IssueKey(issue), Installation: claim.Installation, Floor: facts.Issue.UpdatedAt, Cause: claim.Cause,
		Reason: "somebody asks to start an upgrade",
	})
	if err != nil {
		return "", fmt.Errorf("mark %s as an issue to start an upgrade on: %w", facts.Issue.Ref, err)
	}
	if policy.ModeOf(upgrade.Upgrade{}, upgrade.WriteComments) != upgrade.ModeActive {
		return "asks to start an upgrade", nil
	}
	return r.showSeen(ctx, claim, gate.Part{
		Policy: policy, Owners: []string{facts.Issue.Repository.Owner}, Plan: upgrade.DecideComment(facts),
	})
}

func asksToStart(commands []command.Command) bool {
	return slices.ContainsFunc(commands, func(c command.Command) bool { return c.Name == command.Start })
}

// start answers the comments that ask to start an upgrade on an issue that
// was marked for it. Once that is done the mark is gone, and the issue's key
// runs again as what it is by then. A comment that came meanwhile has changed
// the mark, which then stays.
func (r *Reconciler) start(ctx context.Context, claim store.Claim, mark string) (string, error) {
	issue, err := r.observe(ctx, claim, nil)
	if ghclient.Final(err) {
		return "cannot be read: " + err.Error(), r.Gate.Apply(ctx, claim)
	}
	if err != nil {
		return "", err
	}
	// An event of another organisation, such as of a board there, may have set this off.
	if claim.Installation, err = r.installationOn(ctx, issue.Repository.Owner); err != nil {
		return "", err
	}
	policy, err := r.policyOf(ctx, claim.Installation)
	if err != nil {
		return "", err
	}
	facts := upgrade.StartFacts{Now: r.Now(), Policy: policy, Installation: claim.Installation, Issue: issue, Host: r.Host, Mark: mark, Excluded: excluded(issue)}
	facts.Lists = foundLists(checklist.Parse(issue.Body, r.listContext(issue, r.matcher(claim.Installation, policy))))
	if facts.Names, err = r.otherNames(ctx, claim.Installation, issue.ID); err != nil {
		return "", err
	}
	if facts.Board, err = r.maintenanceBoard(ctx, claim.Installation); err != nil {
		return "", err
	}
	in := rightsIn{policy: policy, organisation: issue.Repository.Owner, installation: claim.Installation}
	asked, err := r.asked(ctx, claim, issue, in)
	if err != nil {
		return "", err
	}
	for _, a := range asked {
		if asksToStart(a.Commands) {
			// What else the comment asks for is answered when the issue is what start makes it.
			a.Commands = slices.DeleteFunc(slices.Clone(a.Commands), func(c command.Command) bool { return c.Name != command.Start })
			facts.Asked = append(facts.Asked, a)
		}
	}
	part := gate.Part{Policy: policy, Owners: []string{issue.Repository.Owner}, Plan: upgrade.DecideStart(facts)}
	if err := r.Gate.Apply(ctx, claim, part); err != nil {
		return "", err
	}
	return describe([]gate.Part{part}), nil
}

// foundLists counts what there is of lists in a description.
func foundLists(document checklist.Document) upgrade.FoundLists {
	found := upgrade.FoundLists{Steps: len(document.Steps()), Children: len(document.Children())}
	for _, list := range document.Lists {
		alone := checklist.Document{Lists: []checklist.List{list}}
		if len(alone.Children()) > 0 {
			found.Lists++
		}
	}
	return found
}

// installationOn is the installation on an organisation; 0 where there is none.
func (r *Reconciler) installationOn(ctx context.Context, organisation string) (int64, error) {
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return 0, fmt.Errorf("find the installation on %s: %w", organisation, err)
	}
	i := slices.IndexFunc(installations, func(i store.Installation) bool { return strings.EqualFold(i.Account, organisation) })
	if i < 0 {
		return 0, nil
	}
	return installations[i].ID, nil
}

// otherNames are the names of the installation's upgrades on other issues.
func (r *Reconciler) otherNames(ctx context.Context, installation int64, issue upgrade.NodeID) ([]string, error) {
	roadmaps, err := r.Store.Roadmaps(ctx, installation)
	if err != nil {
		return nil, fmt.Errorf("list the upgrades of installation %d: %w", installation, err)
	}
	var names []string
	for _, roadmap := range roadmaps {
		if roadmap.ID != issue {
			names = append(names, roadmap.Name)
		}
	}
	return names, nil
}
