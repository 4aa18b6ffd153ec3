package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// App is this app as GitHub knows it.
type App struct {
	ID   int64
	Slug string
	// BotUserID is the id of the account that its comments are from; 0 while
	// it is installed nowhere, because only an installation may ask.
	BotUserID int64
}

// Login is the account that its comments are from.
func (a App) Login() string { return a.Slug + botSuffix }

// Installation is the app in one organisation.
type Installation struct {
	ID          int64
	Account     string
	AccountID   int64
	Suspended   bool
	Permissions map[string]string
	// Events are what GitHub tells the app of there.
	Events []string
	// Page is where its owners manage it.
	Page string
}

// App reads who this app is.
func (c *Client) App(ctx context.Context) (App, error) {
	var got struct {
		ID   int64  `json:"id"`
		Slug string `json:"slug"`
	}
	if _, _, err := c.rest(ctx, forApp, request{method: http.MethodGet, path: "app", out: &got}); err != nil {
		return App{}, err
	}
	app := App{ID: got.ID, Slug: got.Slug}
	installations, err := c.Installations(ctx)
	if err != nil {
		return App{}, err
	}
	for _, in := range installations {
		if in.Suspended {
			continue
		}
		bot, err := c.User(ctx, in.ID, app.Login())
		if errors.Is(err, ErrSuspended) || errors.Is(err, ErrNoInstallation) {
			continue
		}
		app.BotUserID = bot.ID
		return app, err
	}
	return app, nil
}

// Installations lists where the app is installed, suspended ones included.
func (c *Client) Installations(ctx context.Context) ([]Installation, error) {
	type row struct {
		ID      int64 `json:"id"`
		Account struct {
			Login string `json:"login"`
			ID    int64  `json:"id"`
		} `json:"account"`
		SuspendedAt *time.Time        `json:"suspended_at"`
		Permissions map[string]string `json:"permissions"`
		Events      []string          `json:"events"`
		Page        string            `json:"html_url"`
	}
	rows, err := list[row](ctx, c, forApp, "app/installations", url.Values{})
	if err != nil {
		return nil, err
	}
	all := make([]Installation, 0, len(rows))
	for _, r := range rows {
		all = append(all, Installation{
			ID: r.ID, Account: r.Account.Login, AccountID: r.Account.ID,
			Suspended: r.SuspendedAt != nil, Permissions: r.Permissions, Events: r.Events, Page: r.Page,
		})
	}
	return all, nil
}

// HookDelivery is one attempt to deliver a webhook, from GitHub's own log,
// which reaches back 3 days (7 on GitHub Enterprise Server).
type HookDelivery struct {
	ID          int64  // of the attempt
	GUID        string // of the delivery: the same for each attempt
	DeliveredAt time.Time
	OK          bool
	// Code is the HTTP status of the answer, 0 without one, and Status GitHub's words for it.
	Code   int
	Status string
	// Installation is 0 for a delivery that belongs to none.
	Installation int64
}

// Deliveries reads one page of the delivery log, newest first. Next is the
// cursor of the following page, empty after the last.
func (c *Client) Deliveries(ctx context.Context, cursor string) (page []HookDelivery, next string, err error) {
	query := url.Values{"per_page": {fmt.Sprint(restPage)}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	var rows []struct {
		ID             int64     `json:"id"`
		GUID           string    `json:"guid"`
		DeliveredAt    time.Time `json:"delivered_at"`
		Status         string    `json:"status"`
		StatusCode     int       `json:"status_code"`
		InstallationID int64     `json:"installation_id"`
	}
	response, _, err := c.rest(ctx, forApp, request{method: http.MethodGet, path: "app/hook/deliveries?" + query.Encode(), out: &rows})
	if err != nil {
		return nil, "", err
	}
	for _, r := range rows {
		page = append(page, HookDelivery{
			ID: r.ID, GUID: r.GUID, DeliveredAt: r.DeliveredAt.UTC(), Installation: r.InstallationID,
			// GitHub's own rule: its status filter leaves out attempts without a status code.
			OK: r.Status == "OK", Code: r.StatusCode, Status: r.Status,
		})
	}
	return page, response.Cursor, nil
}

// Redeliver asks GitHub to send a delivery again, by the id of any attempt.
func (c *Client) Redeliver(ctx context.Context, attempt int64) error {
	_, _, err := c.rest(ctx, forApp, request{method: http.MethodPost, path: fmt.Sprintf("app/hook/deliveries/%d/attempts", attempt)})
	return err
}
