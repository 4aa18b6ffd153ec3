package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// pollEvery is how often children are read whose organisation sends no events.
const pollEvery = 15 * time.Minute

// roadmap collects the facts about a roadmap issue, decides, and keeps the
// membership index. Commands on an issue that is a child too are the child's.
func (r *Reconciler) roadmap(ctx context.Context, claim store.Claim, issue upgrade.Issue, roadmap store.Roadmap, isChild bool) (gate.Part, error) {
	policy, u, err := r.upgradeOf(ctx, roadmap)
	if err != nil {
		return gate.Part{}, err
	}
	part := gate.Part{Policy: policy, Upgrade: u, Installation: claim.Installation, Owners: []string{issue.Repository.Owner, roadmapBoard(policy, roadmap).owner}}
	if u.Name == "" || issue.Closed {
		return part, nil
	}
	known := r.matcher(claim.Installation, policy)
	if issue, err = r.described(ctx, claim, issue, known); err != nil {
		return gate.Part{}, err
	}
	facts := upgrade.RoadmapFacts{
		Now: r.Now(), Policy: policy, Upgrade: u, Installation: claim.Installation, Issue: issue, Host: r.Host,
		Living: r.living(issue), Excluded: excluded(issue),
	}
	described, err := r.lists(issue, known)
	if err != nil {
		return gate.Part{}, err
	}
	facts.Items, facts.Steps, facts.Nested = described.items, described.steps, described.nested
	ownItems(issue.Body, facts.Items)
	if err := r.roadmapMemory(ctx, &facts); err != nil {
		return gate.Part{}, err
	}
	if facts.HasSubIssues, err = r.hasSubIssues(ctx, claim, policy); err != nil {
		return gate.Part{}, err
	}
	if facts.Added, err = r.GitHub.States(ctx, claim.Installation, facts.Unlisted()); err != nil {
		return gate.Part{}, fmt.Errorf("read the children that no list names: %w", err)
	}
	if facts.Children, err = r.children(ctx, claim.Installation, facts.Members, facts.Items); err != nil {
		return gate.Part{}, err
	}
	if facts.ListIssues, err = r.listIssues(ctx, claim, facts); err != nil {
		return gate.Part{}, err
	}
	if err := r.behind(claim, facts); err != nil {
		return gate.Part{}, err
	}
	for _, l := range facts.ListIssues {
		if l.Kept {
			part.Owners = append(part.Owners, l.Issue.Repository.Owner)
		}
	}
	if facts.Notes, err = r.Store.Notes(ctx, childIDs(facts)); err != nil {
		return gate.Part{}, fmt.Errorf("read the children's notes: %w", err)
	}
	if facts.ChildSettings, err = r.Store.Settings(ctx, childIDs(facts)); err != nil {
		return gate.Part{}, fmt.Errorf("read the children's settings: %w", err)
	}
	if !isChild {
		in := rightsIn{policy: policy, upgrade: u, organisation: issue.Repository.Owner, installation: claim.Installation}
		if facts.Asked, err = r.asked(ctx, claim, issue, in); err != nil {
			return gate.Part{}, err
		}
	}
	plain(&facts)
	if facts.Installed, err = r.installed(ctx, facts); err != nil {
		return gate.Part{}, err
	}
	if facts.Reports, err = r.Store.Reports(ctx, reporting(facts)); err != nil {
		return gate.Part{}, fmt.Errorf("read the children's reports: %w", err)
	}
	plan, members, err := r.decideRoadmap(ctx, claim, roadmap, facts)
	if err != nil {
		return gate.Part{}, err
	}
	if answers(policy, u) {
		part.Upgrade = u.After(plan, issue.ID)
	}
	facts.Upgrade = part.Upgrade
	part.Plan, err = r.adopt(ctx, claim, facts, plan, members)
	return part, err
}

// roadmapBoard is the name of the board that shows the upgrade to its leaders.
func roadmapBoard(policy upgrade.Policy, roadmap store.Roadmap) boardName {
	return boardName{roadmap.Installation, cmp.Or(policy.Roadmap.Owner, roadmap.Ref.Owner), policy.Roadmap.Number}
}

// decideRoadmap decides with the boards as they are known, and once more with
// them read anew when something was missing there.
func (r *Reconciler) decideRoadmap(ctx context.Context, claim store.Claim, roadmap store.Roadmap, facts upgrade.RoadmapFacts) (upgrade.Plan, []upgrade.Member, error) {
	leaders := roadmapBoard(facts.Policy, roadmap)
	var maintenance boardName
	if upgrade.BoardSteps(facts.Steps) {
		maintenance = boardName{roadmap.Installation, boardOwner(facts.Policy, roadmap), facts.Policy.Maintenance.Number}
	}
	for fresh := false; ; fresh = true {
		board, cached, err := r.knownBoard(ctx, leaders, fresh)
		if err != nil {
			return upgrade.Plan{}, nil, err
		}
		// What a runbook waits for may be missing for months.
		again := fresh && r.boards.aged(r.Now(), maintenance)
		cards, cardsCached, err := r.knownBoard(ctx, maintenance, again)
		if err != nil {
			return upgrade.Plan{}, nil, err
		}
		facts.Board, facts.Maintenance = board, cards
		if leaders.number != 0 && upgrade.CardDoubted(board.ID, facts.Issue.Items, facts.Bases, nil) && claim.Attempts < lagAttempts {
			return upgrade.Plan{}, nil, r.lag(claim, fmt.Sprintf("%s is read without the card that it had", facts.Issue.Ref))
		}
		plan, members := upgrade.DecideRoadmap(facts)
		if fresh || !plan.Lacks || !cached && !cardsCached {
			return plan, members, nil
		}
	}
}

// knownBoard is a board as the cache has it, and whether it came from there;
// the zero Board for one that is not named or cannot be read.
func (r *Reconciler) knownBoard(ctx context.Context, name boardName, fresh bool) (upgrade.Board, bool, error) {
	if name.number == 0 {
		return upgrade.Board{}, false, nil
	}
	board, cached, err := r.boards.get(ctx, r, name, fresh)
	if err != nil && !unreadable(err) {
		return upgrade.Board{}, false, fmt.Errorf("read board %d of %s: %w", name.number, name.owner, err)
	}
	return board, cached, nil
}

// adopt saves the children together with the triggers of those that are new,
// so that a crash leaves no child asleep. What is left of the plan is for the gate.
func (r *Reconciler) adopt(ctx context.Context, claim store.Claim, facts upgrade.RoadmapFacts, plan upgrade.Plan, members []upgrade.Member) (upgrade.Plan, error) {
	rest, triggers := wakes(claim, plan)
	goesOn := !facts.Upgrade.Paused && facts.Upgrade.Ended == ""
	if goesOn && polled(members, facts.ListIssues) {
		triggers = append(triggers, r.again(claim, pollEvery, "children that send no events"))
	}
	if err := r.Store.SaveMembers(ctx, claim, upgrade.NodeID(claim.Key.ID()), members, triggers...); err != nil {
		return upgrade.Plan{}, fmt.Errorf("save the children of %s: %w", claim.Key, err)
	}
	return rest, nil
}

// lines are what the lists of a description have, in the deciders' form.
type lines struct {
	items  []upgrade.ListItem
	steps  []upgrade.ListedStep
	nested []upgrade.NestedBox
}

// lists are the lines of the description that hold children, and those that are
// steps of the runbook, in the deciders' form. The box of a struck item is left
// alone, and a struck link has no say about the box of another item. From a
// description that is made to be costly nothing is concluded, also not that its
// children are gone.
func (r *Reconciler) lists(issue upgrade.Issue, known *runbook.Matcher) (lines, error) {
	document := checklist.Parse(issue.Body, r.listContext(issue, known))
	if document.Limited {
		return lines{}, gate.Refused{Reason: fmt.Sprintf("the description of %s is nested too deeply to be read", issue.Ref)}
	}
	found := lines{nested: nested(document)}
	for _, item := range document.Children() {
		found.items = append(found.items, listItem(item))
	}
	for _, item := range document.Steps() {
		found.steps = append(found.steps, upgrade.ListedStep{
			Line: item.Line, Box: item.Box, Checked: item.Checked, Struck: item.Struck, Text: item.Text,
			Step: item.Step, Certainty: item.Certainty,
		})
	}
	return found, nil
}

// listContext is where an issue's description stands, and by which steps it is read.
func (r *Reconciler) listContext(issue upgrade.Issue, known *runbook.Matcher) checklist.Context {
	return checklist.Context{Owner: issue.Ref.Owner, Repo: issue.Ref.Repo, Host: r.Host, Steps: known}
}

// ownItems tells the lines of the app's own list of children. In a damaged one
// there are none; the decider asks people to mend it.
func ownItems(body string, items []upgrade.ListItem) {
	first, last, _ := description.Lines(body, upgrade.SectionChildren)
	for i, item := range items {
		items[i].Own = first < item.Line && item.Line < last
	}
}

func listItem(item checklist.Item) upgrade.ListItem {
	listed := upgrade.ListItem{Line: item.Line, Box: item.Box, Checked: item.Checked}
	if item.Struck {
		listed.Box = -1
	}
	for _, link := range item.Links {
		if item.Struck || !link.Struck {
			listed.Refs = append(listed.Refs, link.Ref)
		}
	}
	return listed
}

func (r *Reconciler) roadmapMemory(ctx context.Context, facts *upgrade.RoadmapFacts) (err error) {
	if facts.Members, err = r.Store.Members(ctx, facts.Issue.ID); err != nil {
		return fmt.Errorf("read the known children: %w", err)
	}
	if facts.Bases, err = r.Store.Bases(ctx, facts.Issue.ID); err != nil {
		return fmt.Errorf("read the bases: %w", err)
	}
	settings, err := r.Store.Settings(ctx, []upgrade.NodeID{facts.Issue.ID})
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	facts.Settings = settings[facts.Issue.ID]
	return nil
}
