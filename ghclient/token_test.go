package ghclient

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/upgrade"
)

// newPersonClient is newTestClient with a personal token.
func newPersonClient(t *testing.T, replies map[string][]reply) (*Client, *fake) {
	t.Helper()
	_, f, at := newTestClient(t, replies)
	c, err := New(Config{
		V3URL: "https://" + testHost + "/api/v3", V4URL: "https://" + testHost + "/api/graphql",
		Token: "personal", Transport: f, Now: at.Now, UserAgent: "upkeep-test", Log: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, f
}

// Whatever the installation, a personal token reads, by REST and by GraphQL.
func TestPersonalTokenReads(t *testing.T) {
	t.Parallel()
	c, f := newPersonClient(t, map[string][]reply{
		"GET /users/ada":     {{status: 200, body: `{"login":"ada","id":7}`}},
		"POST /api/graphql":  {{status: 200, body: `{"data":{"board":null}}`}},
		"GET /repos/a/moved": {{status: 301, header: map[string]string{"Location": "https://elsewhere.test/x"}, body: `{}`}},
	})
	for _, installation := range []int64{1, 2} {
		if user, err := c.User(t.Context(), installation, "ada"); err != nil || user.ID != 7 {
			t.Errorf("read %+v, %v", user, err)
		}
		if f.last().token != "Bearer personal" {
			t.Errorf("sent with %q", f.last().token)
		}
	}
	if _, err := c.Features(t.Context(), 1); err != nil || f.last().token != "Bearer personal" {
		t.Errorf("by GraphQL: %v, sent with %q", err, f.last().token)
	}
	if _, err := c.Private(t.Context(), 1, "a", "moved"); err == nil {
		t.Error("followed a redirect to another host")
	}
	for _, one := range f.sent {
		if one.host != testHost {
			t.Errorf("sent %+v", one)
		}
	}
}

// What an app alone may ask is refused without a request, and so is every write.
func TestPersonalTokenIsNoApp(t *testing.T) {
	t.Parallel()
	c, f := newPersonClient(t, nil)
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	calls := map[string]func(context.Context) error{
		"App":           func(ctx context.Context) error { _, err := c.App(ctx); return err },
		"Installations": func(ctx context.Context) error { _, err := c.Installations(ctx); return err },
		"Deliveries":    func(ctx context.Context) error { _, _, err := c.Deliveries(ctx, ""); return err },
		"Redeliver":     func(ctx context.Context) error { return c.Redeliver(ctx, 1) },
		"Registration":  func(ctx context.Context) error { _, err := c.Registration(ctx); return err },
		"CreateComment": func(ctx context.Context) error { _, _, _, err := c.CreateComment(ctx, 1, ref, "x"); return err },
		"AddItem":       func(ctx context.Context) error { _, _, err := c.AddItem(ctx, 1, "B", "I"); return err },
	}
	for name, call := range calls {
		if err := call(t.Context()); !errors.Is(err, ErrPersonalToken) || !Final(err) || errors.Is(err, ErrUnknownOutcome) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if lines := f.lines(); len(lines) > 0 {
		t.Errorf("sent %v", lines)
	}
}

// A refused token stays refused: there is no other.
func TestPersonalTokenRefused(t *testing.T) {
	t.Parallel()
	c, f := newPersonClient(t, map[string][]reply{"GET /users/ada": {{status: http.StatusUnauthorized, body: `{"message":"Bad credentials"}`}}})
	for range 2 {
		if _, err := c.User(t.Context(), 1, "ada"); !errors.Is(err, ErrUnauthorized) {
			t.Errorf("error %v", err)
		}
	}
	if n := len(f.lines()); n != 2 {
		t.Errorf("%d requests, want one each time", n)
	}
}
