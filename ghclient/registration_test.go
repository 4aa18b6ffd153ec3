package ghclient_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/registration"
)

// says is a GitHub that has one answer to everything.
type says struct {
	status int
	body   string
	header http.Header
	err    error
	asked  []string
}

func (s *says) RoundTrip(q *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, q.Method+" "+q.URL.String()+" "+q.Header.Get("Authorization"))
	if s.err != nil {
		return nil, s.err
	}
	return &http.Response{StatusCode: s.status, Status: http.StatusText(s.status), Header: s.header, Body: io.NopCloser(strings.NewReader(s.body)), Request: q}, nil
}

func TestConvert(t *testing.T) {
	t.Parallel()
	github := &says{status: 201, body: `{"id": 12, "name": "Upkeep acme", "owner": {"login": "acme"}, "html_url": "https://github.com/apps/upkeep-acme",
 "permissions": {"issues": "write"}, "events": ["push"], "pem": "a key", "webhook_secret": "a secret", "client_secret": "another"}`}
	kept, app, err := ghclient.Convert(t.Context(), ghclient.Config{V3URL: "https://api.github.com/", Transport: github, UserAgent: "upkeep-test"}, "a-code")
	if err != nil {
		t.Fatal(err)
	}
	want := registration.App{
		ID: 12, Name: "Upkeep acme", Owner: "acme", Page: "https://github.com/apps/upkeep-acme",
		Permissions: map[string]string{"issues": "write"}, Events: []string{"push"},
	}
	if diff := cmp.Diff(want, app); diff != "" {
		t.Errorf("app (-want +got):\n%s", diff)
	}
	if kept.AppID != 12 || kept.PrivateKey.Reveal() != "a key" || kept.WebhookSecret.Reveal() != "a secret" {
		t.Errorf("kept %d, %q, %q", kept.AppID, kept.PrivateKey.Reveal(), kept.WebhookSecret.Reveal())
	}
	if diff := cmp.Diff([]string{"POST https://api.github.com/app-manifests/a-code/conversions "}, github.asked); diff != "" {
		t.Error(diff)
	}
}

// TestConvertFails wants one request whatever happens, and an error that shows
// neither code nor answer.
func TestConvertFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		github  says
		refused bool
	}{
		"used already": {says{status: 404, body: "hush"}, true},
		"refused":      {says{status: 422, body: "hush"}, false},
		"broken":       {says{status: 502, body: "hush"}, false},
		"elsewhere":    {says{status: 307, header: http.Header{"Location": {"https://evil.example/hush"}}}, false},
		"cut":          {says{status: 201, body: `{"id": 12, "pem": "hush`}, false},
		"endless":      {says{status: 201, body: `{"pem": "` + strings.Repeat("hush", 1<<19) + `"}`}, false},
		"no line":      {says{err: errors.New("no route")}, false},
	} {
		_, _, err := ghclient.Convert(t.Context(), ghclient.Config{V3URL: "https://api.github.com", Transport: &test.github}, "hush-code")
		if err == nil || errors.Is(err, ghclient.ErrNotFound) != test.refused {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		if strings.Contains(err.Error(), "hush") || len(test.github.asked) != 1 {
			t.Errorf("%s: %v after %d requests", name, err, len(test.github.asked))
		}
	}
	github := &says{status: 201}
	for _, code := range []string{"", ".", ".."} {
		if _, _, err := ghclient.Convert(t.Context(), ghclient.Config{V3URL: "https://api.github.com", Transport: github}, code); !errors.Is(err, ghclient.ErrNotFound) || len(github.asked) > 0 {
			t.Errorf("code %q: %v, asked %v", code, err, github.asked)
		}
	}
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.Registration(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != 4711 || got.Name == "" || got.Owner != "acme" || got.Permissions["issues"] != "write" || !strings.HasPrefix(got.Page, "https://github.com/") {
		t.Errorf("%+v", got)
	}
	key, err := w.github.AppKey()
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := ghclient.New(ghclient.Config{
		V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql", AppID: 4712, PrivateKey: key, Transport: w.github.RoundTripper(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stranger.Registration(t.Context()); !errors.Is(err, ghclient.ErrNoSuchApp) {
		t.Errorf("another id: %v", err)
	}
}
