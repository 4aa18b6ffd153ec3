package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/upkeep-app/upkeep/upgrade"
)

// policyDocument reads one file of the default branch: 1 point, no lists. A
// renamed repository is not followed: it is another place now.
const policyDocument = `query Policy($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name, followRenames: false) {
    defaultBranchRef { target { oid } }
    object(expression: $file) {
      __typename
      ... on Blob { text byteSize isBinary isTruncated }
    }
  }
}
`

// File is a file on a repository's default branch.
type File struct {
	Text   string
	Commit string // the commit it was read at
	Size   int    // in bytes
}

// Policy reads a file of a repository's default branch. ErrNotFound when the
// repository, a commit or the file is not there; ErrInvalid when it is not text.
func (c *Client) Policy(ctx context.Context, installation int64, owner, repo, path string) (File, error) {
	return c.FileAt(ctx, installation, owner, repo, "HEAD", path)
}

// FileAt is Policy for another commit, which may be one of a fork.
func (c *Client) FileAt(ctx context.Context, installation int64, owner, repo, commit, path string) (File, error) {
	file, err := c.file(ctx, installation, owner, repo, commit+":"+path)
	if err != nil {
		return File{}, fmt.Errorf("read %s of %s/%s: %w", path, owner, repo, err)
	}
	return file, nil
}

func (c *Client) file(ctx context.Context, installation int64, owner, repo, expression string) (File, error) {
	var got struct {
		Repository *struct {
			Branch *struct {
				Target *struct {
					OID string `json:"oid"`
				} `json:"target"`
			} `json:"defaultBranchRef"`
			Object *struct {
				TypeName    string `json:"__typename"`
				Text        string `json:"text"`
				ByteSize    int    `json:"byteSize"`
				IsBinary    bool   `json:"isBinary"`
				IsTruncated bool   `json:"isTruncated"`
			} `json:"object"`
		} `json:"repository"`
	}
	q := query{
		name: "Policy", document: policyDocument, subjects: []string{"repository"},
		variables: map[string]any{"owner": owner, "name": repo, "file": expression},
	}
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return File{}, err
	}
	if got.Repository == nil {
		return File{}, errors.New("GitHub gave no repository and no reason")
	}
	branch, object := got.Repository.Branch, got.Repository.Object
	switch {
	case branch == nil || branch.Target == nil, object == nil:
		return File{}, ErrNotFound
	case object.TypeName != "Blob", object.IsBinary:
		return File{}, fmt.Errorf("it is not a text file: %w", ErrInvalid)
	case object.IsTruncated:
		return File{}, fmt.Errorf("it has %d bytes, and GitHub gives only a part: %w", object.ByteSize, ErrInvalid)
	}
	return File{Text: object.Text, Commit: branch.Target.OID, Size: object.ByteSize}, nil
}

// Home is a repository as far as links into it need it.
type Home struct {
	upgrade.Repository
	DefaultBranch string
	// HasIssues says that issues are not switched off.
	HasIssues bool
}

// Home reads a repository by its name. What is not for everybody is private.
func (c *Client) Home(ctx context.Context, installation int64, owner, repo string) (Home, error) {
	address, err := path("repos/%s/%s", owner, repo)
	if err != nil {
		return Home{}, err
	}
	var got struct {
		NodeID        upgrade.NodeID `json:"node_id"`
		Private       *bool          `json:"private"`
		Visibility    string         `json:"visibility"`
		DefaultBranch string         `json:"default_branch"`
		Archived      bool           `json:"archived"`
		HasIssues     bool           `json:"has_issues"`
	}
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return Home{}, fmt.Errorf("read who sees %s/%s: %w", owner, repo, err)
	}
	isPublic := got.Private != nil && !*got.Private && (got.Visibility == "public" || got.Visibility == "")
	home := upgrade.Repository{ID: got.NodeID, Owner: owner, Name: repo, Private: !isPublic, Archived: got.Archived}
	return Home{Repository: home, DefaultBranch: got.DefaultBranch, HasIssues: got.HasIssues}, nil
}

// Private reports whether a repository is seen by fewer people than everybody.
func (c *Client) Private(ctx context.Context, installation int64, owner, repo string) (bool, error) {
	home, err := c.Home(ctx, installation, owner, repo)
	return err != nil || home.Private, err
}
