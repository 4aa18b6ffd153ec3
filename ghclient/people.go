package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Permission reads a person's right on a repository: none, read, triage,
// write, maintain or admin. A custom role counts as the standard role that it
// is built on. The right is that of the account with the actor's id: if its
// login belongs to another account now, the answer is none. With any error it
// is none too: a right that cannot be checked is no right.
func (c *Client) Permission(ctx context.Context, installation int64, repo upgrade.Repository, user upgrade.Actor) (string, error) {
	address, err := path("repos/%s/%s/collaborators/%s/permission", repo.Owner, repo.Name, user.Login)
	if err != nil {
		return "none", err
	}
	var got struct {
		Permission string `json:"permission"`
		RoleName   string `json:"role_name"`
		User       *struct {
			ID int64 `json:"id"`
		} `json:"user"`
	}
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return "none", fmt.Errorf("read the right of %s on %s: %w", user.Login, repo.FullName(), err)
	}
	if got.User == nil || got.User.ID == 0 || got.User.ID != user.ID {
		return "none", nil
	}
	for _, right := range []string{got.RoleName, got.Permission} {
		switch right {
		case "read", "triage", "write", "maintain", "admin":
			return right, nil
		}
	}
	return "none", nil
}

// InTeam reports whether a person is an active member of a team or of one
// below it: GitHub counts the members of child teams ("Get team membership for
// a user" of the REST documentation). An invitation that is still open is no
// membership. A team or membership that is not there is no membership. The
// member must be the account with the actor's id.
func (c *Client) InTeam(ctx context.Context, installation int64, org, team string, user upgrade.Actor) (bool, error) {
	address, err := path("orgs/%s/teams/%s/memberships/%s", org, team, user.Login)
	if unreadable(err) {
		return false, nil
	}
	var got struct {
		State string `json:"state"`
	}
	_, _, err = c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read whether %s is in team %s/%s: %w", user.Login, org, team, err)
	}
	if got.State != "active" {
		return false, nil
	}
	account, err := c.User(ctx, installation, user.Login)
	if err != nil {
		return false, err
	}
	return account.ID != 0 && account.ID == user.ID, nil
}

// User is the account that has a login now. ErrNotFound if there is none.
func (c *Client) User(ctx context.Context, installation int64, login string) (upgrade.Actor, error) {
	address, err := path("users/%s", login)
	if err != nil {
		return upgrade.Actor{}, err
	}
	var got accountRow
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return upgrade.Actor{}, fmt.Errorf("read who %s is: %w", login, err)
	}
	return got.actor(), nil
}

// accountRow is an account in the REST API.
type accountRow struct {
	Login string `json:"login"`
	ID    int64  `json:"id"`
	Type  string `json:"type"`
}

// actor is a bot unless the account is a person's: others are of the types
// Bot, Organization and Mannequin.
func (r accountRow) actor() upgrade.Actor {
	return upgrade.Actor{Login: r.Login, ID: r.ID, Bot: r.Type != "User"}
}
