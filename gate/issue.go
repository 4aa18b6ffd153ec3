package gate

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// IssueIntent is the id under which the ledger keeps the app's issue of a
// purpose in a repository.
func IssueIntent(in upgrade.Repository, purpose string) string {
	return fmt.Sprintf("issue:%s:%s", IssueObject(in), purpose)
}

// IssueObject is what an issue's marker is bound to: the issue itself has
// no id before it is made.
func IssueObject(in upgrade.Repository) upgrade.NodeID {
	return upgrade.NodeID(strings.ToLower(in.FullName()))
}

// saveIssue makes the app's own issue of a purpose, keeps its text, and closes
// it when what it is about is mended.
func (r *run) saveIssue(ctx context.Context, a upgrade.SaveIssue) error {
	if live := say.Live(a.Text); len(live) > 0 {
		return Refused{Reason: fmt.Sprintf("the text for an issue in %s holds %q, which would come alive", a.Repository.FullName(), live)}
	}
	text := a.Text + "\n\n" + r.Marker.Mark(IssueObject(a.Repository), a.Purpose)
	ref := upgrade.Ref{Owner: a.Repository.Owner, Repo: a.Repository.Name, Number: a.Number}
	w := write{
		action: a, owner: ref.Owner, repo: ref.Repo, names: a.Names, after: a.Title, why: a.Purpose,
		target: IssueIntent(a.Repository, a.Purpose), create: a.Number == 0,
	}
	edit := func(installation int64, ref upgrade.Ref) (string, error) {
		return r.Write.EditIssue(ctx, installation, ref, a.Title, text, a.Open)
	}
	if a.Number != 0 {
		return planned(r.send(ctx, w, func(installation int64) (string, error) { return edit(installation, ref) }))
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.once(ctx, w.target, creation{
			find: func() (string, error) { return r.findIssue(ctx, installation, a) },
			edit: func(result string) (string, error) {
				number, err := strconv.Atoi(result)
				if err != nil {
					return "", fmt.Errorf("read issue number %q: %w", result, err)
				}
				ref.Number = number
				return edit(installation, ref)
			},
			make: func() (string, string, error) {
				number, _, requestID, err := r.Write.CreateIssue(ctx, installation, ref.Owner, ref.Repo, a.Title, text)
				return strconv.Itoa(number), requestID, err
			},
		})
	}))
}

// findIssue looks for the app's issue of a purpose among those the app made.
func (r *run) findIssue(ctx context.Context, installation int64, a upgrade.SaveIssue) (string, error) {
	login, err := r.login()
	if err != nil {
		return "", err
	}
	issues, err := r.Read.IssuesBy(ctx, installation, a.Repository.Owner, a.Repository.Name, login)
	if err != nil {
		return "", fmt.Errorf("look for the app's issue in %s: %w", a.Repository.FullName(), err)
	}
	for _, issue := range issues {
		if purpose, ok := r.Marker.Purpose(IssueObject(a.Repository), issue.Body); ok && purpose == a.Purpose {
			return strconv.Itoa(issue.Number), nil
		}
	}
	return "", nil
}
