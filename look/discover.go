package look

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// How much one look reads at the most.
const (
	mostRepositories = 30   // whose open issues are read
	mostIssues       = 200  // of each
	mostCards        = 3000 // of each of the two boards
)

// GitHub is what a look reads; ghclient.Client implements it. The installation
// is the one whose token reads. Lists tell by more that there is more than they give.
type GitHub interface {
	// Host is the site's, such as "github.com".
	Host() string
	User(ctx context.Context, installation int64, login string) (upgrade.Actor, error)
	Policy(ctx context.Context, installation int64, owner, repo, path string) (ghclient.File, error)
	OpenBoards(ctx context.Context, installation int64, owner string) (boards []upgrade.Board, more bool, err error)
	Cards(ctx context.Context, installation int64, board upgrade.NodeID, most int) (listing ghclient.Listing, more bool, err error)
	Repositories(ctx context.Context, installation int64, owner string) (repositories []ghclient.LookedRepository, more bool, err error)
	OpenIssues(ctx context.Context, installation int64, owner, name string, most int) (issues []upgrade.Issue, more bool, err error)
	Resolve(ctx context.Context, installation int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error)
	TeamNames(ctx context.Context, installation int64, organisation string) ([]string, error)
}

// NoOrganisation says that an account is no organisation, or is not there.
type NoOrganisation struct {
	Account string
	// Person says that it is somebody's own account.
	Person bool
}

// Error is part of error.
func (n NoOrganisation) Error() string {
	if n.Person {
		return fmt.Sprintf("%s is a person's account: Upkeep works with the boards of organisations, which GitHub Apps can reach", n.Account)
	}
	return fmt.Sprintf("there is no organisation %s", n.Account)
}

// Discover looks at an organisation and writes nothing. What may not be read
// is told in Found, and is no error; NoOrganisation and what may go better
// another time, such as a limit, are. Its bounds are told in Found, too.
func Discover(ctx context.Context, g GitHub, installation int64, organisation string, now time.Time) (Found, error) {
	d := &discovery{GitHub: g, installation: installation, found: Found{Organisation: organisation, At: now}}
	for _, step := range []func(context.Context) error{d.account, d.own, d.teams, d.boards, d.issues, d.children} {
		if err := step(ctx); err != nil {
			return Found{}, err
		}
	}
	d.name()
	return d.found, nil
}

// discovery is a look under way.
type discovery struct {
	GitHub
	installation int64
	found        Found
}

// unread takes note of what may not be read. Any other error stays one.
func (d *discovery) unread(err error, what, mend string) error {
	if err == nil || !ghclient.Final(err) {
		return err
	}
	d.found.Unread = append(d.found.Unread, Unread{What: what, Why: err.Error(), Mend: mend})
	return nil
}

func (d *discovery) leftOut(more bool, what string, values ...any) {
	if more {
		d.found.LeftOut = append(d.found.LeftOut, fmt.Sprintf(what, values...))
	}
}

// theBoards is how boards are told that could not be listed.
const theBoards = "the boards"

// account finds out whether there is such an organisation.
func (d *discovery) account(ctx context.Context) error {
	account, err := d.User(ctx, d.installation, d.found.Organisation)
	switch {
	case errors.Is(err, ghclient.ErrNotFound):
		return NoOrganisation{Account: d.found.Organisation}
	case err != nil:
		return err
	case !account.Bot:
		return NoOrganisation{Account: account.Login, Person: true}
	}
	d.found.Organisation = cmp.Or(account.Login, d.found.Organisation)
	return nil
}

// own reads the organisation's own policy, if it has one.
func (d *discovery) own(ctx context.Context) error {
	file, err := d.Policy(ctx, d.installation, d.found.Organisation, upgrade.PolicyRepository, upgrade.PolicyFile)
	if errors.Is(err, ghclient.ErrNotFound) {
		return nil
	}
	d.found.Own = file.Text
	return d.unread(err, "the file "+upgrade.PolicyFile, "the permission Contents: read, or the scope repo")
}

func (d *discovery) teams(ctx context.Context) error {
	names, err := d.TeamNames(ctx, d.installation, d.found.Organisation)
	slices.Sort(names)
	d.found.Teams = names
	return d.unread(err, "the teams", "the permission Members: read, or the scope read:org")
}

// boards chooses the two boards and reads their cards.
func (d *discovery) boards(ctx context.Context) error {
	boards, more, err := d.OpenBoards(ctx, d.installation, d.found.Organisation)
	if err != nil {
		return d.unread(err, theBoards, "the permission Projects: read of the organisation, or the scope read:project")
	}
	d.leftOut(more, "boards beyond the hundred that changed last")
	f := &d.found
	f.Boards = len(boards)
	f.Maintenance = f.ownMaintenance(boards)
	if !f.Maintenance.Known() {
		f.Maintenance = chooseMaintenance(boards)
	}
	f.Roadmap = chooseRoadmap(boards, f.Maintenance)
	return errors.Join(d.cards(ctx, &f.Maintenance), d.cards(ctx, &f.Roadmap))
}

func (d *discovery) cards(ctx context.Context, board *Board) error {
	if !board.Known() {
		return nil
	}
	listing, more, err := d.Cards(ctx, d.installation, board.ID, mostCards)
	if err != nil {
		return d.unread(err, "the cards of board "+note(board.Title), "the permission Projects: read of the organisation, or the scope read:project")
	}
	d.leftOut(more, "cards of board %s beyond %d", note(board.Title), mostCards)
	d.leftOut(listing.Hidden > 0, "%d cards of board %s that this token does not show", listing.Hidden, note(board.Title))
	board.CardsKnown = !more && listing.Hidden == 0 && listing.Archived
	names := map[upgrade.NodeID]string{}
	for _, field := range board.Board.Fields {
		names[field.ID] = field.Name
	}
	for _, issue := range listing.Issues {
		card := Card{IssueState: issue.IssueState, Archived: issue.Items[0].Archived, Values: map[string]string{}}
		for _, value := range issue.Items[0].Values {
			card.Values[names[value.Field]] = value.Text
		}
		board.Cards = append(board.Cards, card)
		d.found.Private = d.found.Private || issue.Repository.Private
	}
	d.found.Private = d.found.Private || !board.Public
	return nil
}

// issues finds the upgrades among the open issues of the likeliest repositories.
func (d *discovery) issues(ctx context.Context) error {
	repositories, more, err := d.Repositories(ctx, d.installation, d.found.Organisation)
	d.found.Private = d.found.Private || d.found.Own != "" && !slices.ContainsFunc(repositories, func(r ghclient.LookedRepository) bool {
		return !r.Private && strings.EqualFold(r.Name, upgrade.PolicyRepository)
	})
	if err != nil {
		return d.unread(err, "the repositories", "the permission Metadata: read, or the scope repo")
	}
	d.leftOut(more, "repositories beyond the thousand that were pushed to last")
	chosen := d.likeliestRepositories(repositories)
	d.leftOut(len(chosen) > mostRepositories, "the issues of %d repositories that are less likely to hold roadmap issues", len(chosen)-mostRepositories)
	in := checklist.Context{Host: d.Host(), Steps: runbook.NewMatcher(usual().RunbookTerms(), runbook.Runbook{})}
	var all []upgrade.Issue
	var listings []*listing
	for _, r := range chosen[:min(len(chosen), mostRepositories)] {
		issues, more, err := d.OpenIssues(ctx, d.installation, r.Owner, r.Name, mostIssues)
		d.found.Private = d.found.Private || r.Private && (more || err != nil) // then its name is told
		if err := d.unread(err, "the issues of "+r.FullName(), "the permission Issues: read, or the scope repo"); err != nil {
			return err
		}
		d.leftOut(more, "open issues of %s beyond the %d that changed last", r.FullName(), mostIssues)
		all = append(all, issues...)
		for _, issue := range issues {
			if l := list(issue, in); len(l.children) > 0 {
				listings = append(listings, l)
			}
		}
	}
	sortListings(&d.found, listings, all)
	return nil
}

// likeliestRepositories are those with open issues, the likeliest to hold
// roadmap issues first: those that the Roadmap board has most cards of, then by
// name, then those with most open issues.
func (d *discovery) likeliestRepositories(all []ghclient.LookedRepository) []ghclient.LookedRepository {
	cards := map[string]int{}
	for _, card := range d.found.Roadmap.Cards {
		cards[strings.ToLower(card.Ref.Repo)]++
	}
	for _, u := range d.found.ownUpgrades() {
		cards[strings.ToLower(u.Roadmap.Repo)] += mostCards
	}
	chosen := slices.DeleteFunc(slices.Clone(all), func(r ghclient.LookedRepository) bool { return r.Archived || r.OpenIssues == 0 })
	slices.SortStableFunc(chosen, func(a, b ghclient.LookedRepository) int {
		return cmp.Or(
			cmp.Compare(cards[strings.ToLower(b.Name)], cards[strings.ToLower(a.Name)]),
			cmp.Compare(likeness(b.Name, repositoryWords[:]...), likeness(a.Name, repositoryWords[:]...)),
			cmp.Compare(b.OpenIssues, a.OpenIssues),
		)
	})
	return chosen
}

// repositoryWords are the names of repositories that hold roadmap issues.
var repositoryWords = [...]string{"roadmap", "platform-roadmap", "upgrades", "upgrade", "public-engineering", "engineering", "planning", "epics", "tracking", "maintenance", "project-management"}

// children reads what became of the children that have no card.
func (d *discovery) children(ctx context.Context) error {
	cards := d.found.Maintenance.byRef()
	var missing []upgrade.Ref
	for _, u := range d.found.Upgrades {
		for _, child := range u.Children {
			if _, ok := cards[child.Ref.Fold()]; !ok {
				missing = append(missing, child.Ref)
			}
		}
	}
	states, err := d.Resolve(ctx, d.installation, missing)
	if err != nil {
		return err
	}
	for u := range d.found.Upgrades {
		for c := range d.found.Upgrades[u].Children {
			child := &d.found.Upgrades[u].Children[c]
			if card, ok := cards[child.Ref.Fold()]; ok {
				child.State, child.Known = card.IssueState, true
			} else {
				child.State, child.Known = states[child.Ref]
			}
			d.found.Private = d.found.Private || child.State.Repository.Private
		}
	}
	return nil
}

// name names the upgrades and their teams, and where they are.
func (d *discovery) name() {
	f := &d.found
	for i := range f.Upgrades {
		u := &f.Upgrades[i]
		u.name(f.Maintenance)
		u.team(*f)
		u.own(f.ownUpgrades())
		if where := strings.ToLower(u.Issue.Ref.Owner + "/" + u.Issue.Ref.Repo); !slices.Contains(f.RoadmapRepositories, where) {
			f.RoadmapRepositories = append(f.RoadmapRepositories, where)
		}
		f.Private = f.Private || u.Issue.Repository.Private
	}
	for _, perhaps := range f.Perhaps {
		f.Private = f.Private || perhaps.Issue.Repository.Private
	}
	for _, other := range slices.Concat(f.Maintenance.Others, f.Roadmap.Others) {
		f.Private = f.Private || !other.Public
	}
}
