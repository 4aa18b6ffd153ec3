package ghclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/registration"
)

// ErrNoSuchApp is an app that GitHub does not know by this id and key.
var ErrNoSuchApp = errors.New("GitHub knows no app with this id and this key")

// registered is how GitHub tells of an app.
type registered struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Owner struct {
		Login string `json:"login"`
	} `json:"owner"`
	Page        string            `json:"html_url"`
	Permissions map[string]string `json:"permissions"`
	Events      []string          `json:"events"`
}

func (r registered) app() registration.App {
	return registration.App{ID: r.ID, Name: r.Name, Owner: r.Owner.Login, Page: r.Page, Permissions: r.Permissions, Events: r.Events}
}

// Registration reads how this app is registered. ErrNoSuchApp when the id or
// the key is not right.
func (c *Client) Registration(ctx context.Context) (registration.App, error) {
	var got registered
	_, _, err := c.rest(ctx, forApp, request{method: http.MethodGet, path: "app", out: &got})
	if errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrNotFound) {
		return registration.App{}, fmt.Errorf("%w: %w", ErrNoSuchApp, err)
	}
	return got.app(), err
}

// mostOfAnApp is more than GitHub tells of a new app, in bytes.
const mostOfAnApp = 1 << 20

// Convert turns the code that GitHub leads back with from a manifest into the
// app, whose key and secret GitHub tells only here, and only once.
// ErrNotFound when the code was used already, or is older than an hour. After
// any other error the app may be there or not; Convert never asks twice. Of the
// configuration it needs V3URL, Transport and UserAgent.
// https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
func Convert(ctx context.Context, c Config, code string) (config.Registration, registration.App, error) {
	var got struct {
		registered
		PrivateKey    string `json:"pem"`
		WebhookSecret string `json:"webhook_secret"`
	}
	if err := convert(ctx, c, code, &got); err != nil {
		return config.Registration{}, registration.App{}, fmt.Errorf("turn the code of a manifest into an app: %w", err)
	}
	return config.Registration{
		AppID: got.ID, PrivateKey: config.NewSecret(got.PrivateKey), WebhookSecret: config.NewSecret(got.WebhookSecret),
	}, got.app(), nil
}

// convert sends the request. Its errors show neither the code nor the answer.
func convert(ctx context.Context, c Config, code string, into any) error {
	address, err := path("app-manifests/%s/conversions", code)
	if err != nil {
		return ErrNotFound
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.V3URL, "/")+"/"+address, http.NoBody)
	if err != nil {
		return errors.New("the address of GitHub's API is not right")
	}
	q.Header.Set("Accept", "application/vnd.github+json")
	q.Header.Set("User-Agent", c.UserAgent)
	// A redirect would take the code to another place.
	sender := &http.Client{Transport: c.Transport, Timeout: answerTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := sender.Do(q)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // the rest of it is the address, which has the code
		}
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode == http.StatusNotFound {
		return ErrNotFound
	}
	if answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("GitHub answered %s", answer.Status)
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, mostOfAnApp)).Decode(into); err != nil {
		return errors.New("GitHub's answer cannot be read")
	}
	return nil
}
