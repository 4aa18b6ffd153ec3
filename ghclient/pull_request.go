package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// PullRequest is where a pull request comes from and leads to.
type PullRequest struct {
	Number int
	Closed bool
	// Head is the hash of its newest commit, which may be in a fork.
	Head string
	// Base is the branch it leads to, DefaultBranch the repository's.
	Base, DefaultBranch string
	// Inside says that it comes from a branch of the repository itself, or from
	// somebody whom GitHub takes for one of the organisation or of the repository.
	// Members who are not shown as such may be taken for others.
	Inside    bool
	UpdatedAt time.Time
}

// pullRequestAnswer is a pull request as GitHub's answers have it.
type pullRequestAnswer struct {
	Number    int       `json:"number"`
	State     string    `json:"state"`
	UpdatedAt time.Time `json:"updated_at"`
	// Association is the author's with the repository.
	Association string `json:"author_association"`
	Head        struct {
		SHA  string   `json:"sha"`
		Repo struct { // null where the fork is gone
			ID int64 `json:"id"`
		} `json:"repo"`
	} `json:"head"`
	Base struct {
		Ref  string `json:"ref"`
		Repo struct {
			ID            int64  `json:"id"`
			DefaultBranch string `json:"default_branch"`
		} `json:"repo"`
	} `json:"base"`
}

func (a pullRequestAnswer) inside() bool {
	own := a.Base.Repo.ID != 0 && a.Head.Repo.ID == a.Base.Repo.ID
	return own || slices.Contains([]string{"OWNER", "MEMBER", "COLLABORATOR"}, a.Association)
}

func (a pullRequestAnswer) pullRequest() PullRequest {
	return PullRequest{
		Number: a.Number, Closed: a.State == "closed", Head: a.Head.SHA, Base: a.Base.Ref, DefaultBranch: a.Base.Repo.DefaultBranch,
		Inside: a.inside(), UpdatedAt: a.UpdatedAt,
	}
}

// PullRequest reads a pull request by its number.
func (c *Client) PullRequest(ctx context.Context, installation int64, owner, repo string, number int) (PullRequest, error) {
	address, err := path("repos/%s/%s/pulls/%d", owner, repo, number)
	if err != nil {
		return PullRequest{}, err
	}
	var got pullRequestAnswer
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return PullRequest{}, fmt.Errorf("read pull request %s/%s#%d: %w", owner, repo, number, err)
	}
	return got.pullRequest(), nil
}

// PullRequests are the open pull requests of a repository, those that were
// changed last first: 100 at most.
func (c *Client) PullRequests(ctx context.Context, installation int64, owner, repo string) ([]PullRequest, error) {
	address, err := path("repos/%s/%s/pulls", owner, repo)
	if err != nil {
		return nil, err
	}
	query := url.Values{"state": {"open"}, "sort": {"updated"}, "direction": {"desc"}, "per_page": {fmt.Sprint(restPage)}}
	var got []pullRequestAnswer
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address + "?" + query.Encode(), out: &got}); err != nil {
		return nil, fmt.Errorf("list the pull requests of %s/%s: %w", owner, repo, err)
	}
	var all []PullRequest
	for _, each := range got {
		all = append(all, each.pullRequest())
	}
	return all, nil
}

// ChangesFile reports whether a pull request changes, adds, removes or renames a
// file. GitHub lists at most 3,000 files of one; what is beyond them is not found.
func (c *Client) ChangesFile(ctx context.Context, installation int64, owner, repo string, number int, file string) (bool, error) {
	address, err := path("repos/%s/%s/pulls/%d/files", owner, repo, number)
	if err != nil {
		return false, err
	}
	type row struct {
		Name string `json:"filename"`
		Was  string `json:"previous_filename"`
	}
	rows, err := list[row](ctx, c, installation, address, url.Values{})
	if err != nil {
		return false, fmt.Errorf("list the files of %s/%s#%d: %w", owner, repo, number, err)
	}
	return slices.ContainsFunc(rows, func(r row) bool { return r.Name == file || r.Was == file }), nil
}
