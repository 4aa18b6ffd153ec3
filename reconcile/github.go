package reconcile

import (
	"context"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// GitHub is everything that is read to decide; ghclient.Client implements it.
// The installation is the one whose token reads.
type GitHub interface {
	issueReader
	peopleReader
	organisationReader
	appReader
	proposalReader
}

type issueReader interface {
	// Issue reads an issue or pull request with what surrounds it, its comments
	// changed since a time, and one comment of the app's own if it is named.
	Issue(ctx context.Context, installation int64, id upgrade.NodeID, since time.Time, own upgrade.NodeID) (upgrade.Issue, error)
	// Comment reads one comment and the state of the issue it is on.
	Comment(ctx context.Context, installation int64, issue, id upgrade.NodeID) (upgrade.Comment, upgrade.IssueState, error)
	// States reads many by id; what cannot be read is absent.
	States(ctx context.Context, installation int64, ids []upgrade.NodeID) (map[upgrade.NodeID]upgrade.IssueState, error)
	// Resolve reads many by reference, following renames; what cannot be read is absent.
	Resolve(ctx context.Context, installation int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error)
	// ByApp is the GitHub App that a comment was made with, 0 if with none.
	ByApp(ctx context.Context, installation int64, ref upgrade.Ref, comment int64) (int64, error)
	// ClosedBy are the issues that a pull request is linked to.
	ClosedBy(ctx context.Context, installation int64, pullRequest upgrade.NodeID) ([]upgrade.NodeID, error)
}

type peopleReader interface {
	// Permission is "none", "read", "triage", "write", "maintain" or "admin".
	Permission(ctx context.Context, installation int64, repository upgrade.Repository, user upgrade.Actor) (string, error)
	// Assignable reports whether a person can be assigned to issues of a repository.
	Assignable(ctx context.Context, installation int64, repository upgrade.Repository, user upgrade.Actor) (bool, error)
	InTeam(ctx context.Context, installation int64, organisation, team string, user upgrade.Actor) (bool, error)
	// TeamThere reports whether there is a team that all its organisation can see.
	TeamThere(ctx context.Context, installation int64, organisation, team string) (bool, error)
	// TeamNames are slugs of such teams, at most 300.
	TeamNames(ctx context.Context, installation int64, organisation string) ([]string, error)
	// TeamMembers are all people of a team.
	TeamMembers(ctx context.Context, installation int64, organisation, team string) (upgrade.TeamMembers, error)
	// User is the account that has a login now.
	User(ctx context.Context, installation int64, login string) (upgrade.Actor, error)
}

type organisationReader interface {
	Board(ctx context.Context, installation int64, owner string, number int) (upgrade.Board, error)
	// BoardItems lists all cards of a board with the facts of what they are cards of.
	BoardItems(ctx context.Context, installation int64, board upgrade.NodeID) (ghclient.Listing, error)
	// OptionCards is the option that each card of a board has in a field, empty for none.
	OptionCards(ctx context.Context, installation int64, board upgrade.NodeID, field string, archived bool) (map[upgrade.NodeID]string, error)
	// Features is what this GitHub can do.
	Features(ctx context.Context, installation int64) (ghclient.Features, error)
	// Policy reads a file of a repository's default branch.
	Policy(ctx context.Context, installation int64, owner, repo, path string) (ghclient.File, error)
	// IssuesBy lists a repository's issues that an account has made.
	IssuesBy(ctx context.Context, installation int64, owner, repo, creator string) ([]ghclient.OwnIssue, error)
}

// proposalReader reads the repository of the policy, and the pull requests there.
type proposalReader interface {
	Home(ctx context.Context, installation int64, owner, repo string) (ghclient.Home, error)
	Private(ctx context.Context, installation int64, owner, repo string) (bool, error)
	PullRequest(ctx context.Context, installation int64, owner, repo string, number int) (ghclient.PullRequest, error)
	// PullRequests are the open ones, 100 at most.
	PullRequests(ctx context.Context, installation int64, owner, repo string) ([]ghclient.PullRequest, error)
	ChangesFile(ctx context.Context, installation int64, owner, repo string, number int, file string) (bool, error)
	// FileAt reads a file of a commit, which may be one of a fork.
	FileAt(ctx context.Context, installation int64, owner, repo, commit, path string) (ghclient.File, error)
	// CheckRuns are the ids of the app's own check runs of a name on a commit.
	CheckRuns(ctx context.Context, installation int64, owner, repo, commit, name string) ([]string, error)
}

type appReader interface {
	App(ctx context.Context) (ghclient.App, error)
	Installations(ctx context.Context) ([]ghclient.Installation, error)
	Deliveries(ctx context.Context, cursor string) (deliveries []ghclient.HookDelivery, next string, err error)
	Redeliver(ctx context.Context, delivery int64) error
}
