//go:build services

package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/upkeep-app/upkeep/browsertest"
	"github.com/upkeep-app/upkeep/emulator"
)

// TestAppIsSetUpInABrowser goes from an app's own setup page through all pages
// of GitHub that make, install and configure it, and signs in to it. The app is
// on another site than GitHub, as browsers see it.
func TestAppIsSetUpInABrowser(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, `
app: false
organizations: [{login: acme, owners: [olga], members: [anna], repositories: [{name: shop}, {name: cart}]}]`)
	a := &newApp{github: e.Serve(t)}
	server := httptest.NewUnstartedServer(a)
	a.url = strings.Replace("http://"+server.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	server.Start()
	t.Cleanup(server.Close)
	b := browsertest.Start(t)
	sees := func(texts ...string) {
		t.Helper()
		for _, want := range texts {
			if got := b.Text(); !strings.Contains(got, want) {
				t.Fatalf("the page does not show %q but:\n%s", want, got)
			}
		}
	}
	look := func(name string) {
		t.Helper()
		for _, width := range []int64{390, 1280} {
			b.Look(width, width == 390)
			b.Picture(fmt.Sprintf("%s-%d", name, width))
			for _, barrier := range b.Barriers() {
				t.Errorf("%s at %d: %s", name, width, barrier)
			}
		}
	}

	b.Open(a.url)
	b.Press("Make the app")
	sees("Create a GitHub App for acme", "issues: write", a.url+"/hook")
	look("manifest")
	b.Fill("GitHub App name", "Upkeep of acme")
	b.Press("Create GitHub App")
	sees("Made: Upkeep of acme, slug upkeep-of-acme, state s1")

	b.Press("Install it")
	sees("In which organisation?")
	b.Press("acme")
	sees("Install Upkeep of acme in acme", "cart")
	look("install")
	b.Press("Install")
	sees("Installed: install, state s2")

	b.Press("GitHub")
	b.Press("acme")
	b.Press("Settings of the app here")
	sees("Upkeep of acme in acme")
	b.Press("Suspend")
	sees("Suspended.")
	look("installation-suspended")
	b.Press("Unsuspend")
	sees("No longer suspended.")

	b.Open(a.url + "/start")
	b.Press("Sign in")
	sees("Sign in to Upkeep of acme")
	look("authorize")
	b.Press("Continue as anna")
	sees("Hello anna, state s3")
	b.Open(a.url + "/start")
	b.Press("Sign in")
	b.Press("Cancel")
	sees("Refused: access_denied")
}

// newApp plays an app that is set up by its manifest.
type newApp struct {
	url, github string

	mu                  sync.Mutex // guards what follows
	clientID, clientKey string
}

// ServeHTTP is part of http.Handler.
func (a *newApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	query := r.URL.Query()
	said := ""
	var err error
	switch r.URL.Path {
	case "/":
		said = fmt.Sprintf(`<form method="post" action="%s/organizations/acme/settings/apps/new?state=s1"><input type="hidden" name="manifest" value="%s"><button>Make the app</button></form>`,
			a.github, html.EscapeString(strings.ReplaceAll(goodManifest, "https://app.test", a.url)))
	case "/made":
		said, err = a.convert(r.Context(), query)
	case "/setup":
		said = fmt.Sprintf(`Installed: %s, state %s <a href="%s">GitHub</a>`, query.Get("setup_action"), query.Get("state"), a.github)
	case "/start":
		said = fmt.Sprintf(`<a href="%s/login/oauth/authorize?%s">Sign in</a>`, a.github,
			html.EscapeString(url.Values{"client_id": {a.clientID}, "redirect_uri": {a.url + "/auth"}, "state": {"s3"}}.Encode()))
	case "/auth":
		said, err = a.signIn(r.Context(), query)
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		said = err.Error()
	}
	_, _ = fmt.Fprintf(w, "<!doctype html><title>App</title><h1>App</h1>%s", said)
}

// convert turns the code into the app.
func (a *newApp) convert(ctx context.Context, query url.Values) (string, error) {
	var made struct {
		Name, Slug, PEM string
		ClientID        string `json:"client_id"`
		ClientSecret    string `json:"client_secret"`
	}
	if err := answered(ctx, "POST", a.github+"/api/v3/app-manifests/"+query.Get("code")+"/conversions", "", &made); err != nil {
		return "", err
	}
	a.clientID, a.clientKey = made.ClientID, made.ClientSecret
	return fmt.Sprintf(`Made: %s, slug %s, state %s <a href="%s/apps/%s/installations/new?state=s2">Install it</a>`, made.Name, made.Slug, query.Get("state"), a.github, made.Slug), nil
}

// signIn turns the code into a token, and asks whose it is.
func (a *newApp) signIn(ctx context.Context, query url.Values) (string, error) {
	if refused := query.Get("error"); refused != "" {
		return "Refused: " + refused, nil
	}
	var token struct {
		Text string `json:"access_token"`
	}
	form := url.Values{"client_id": {a.clientID}, "client_secret": {a.clientKey}, "code": {query.Get("code")}, "redirect_uri": {a.url + "/auth"}}
	if err := answered(ctx, "POST", a.github+"/login/oauth/access_token?"+form.Encode(), "", &token); err != nil {
		return "", err
	}
	var who struct{ Login string }
	err := answered(ctx, "GET", a.github+"/api/v3/user", token.Text, &who)
	return fmt.Sprintf("Hello %s, state %s", who.Login, query.Get("state")), err
}

// answered sends a request and decodes its answer.
func answered(ctx context.Context, method, address, token string, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s", method, r.URL.Path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}
