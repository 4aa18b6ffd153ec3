package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/google/go-cmp/cmp"
)

// appAsks sends a request as the app itself.
func appAsks(t *testing.T, e *Emulator, path string) told {
	t.Helper()
	if _, err := e.AppKey(); err != nil {
		t.Fatal(err)
	}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: decimal(e.app.id), IssuedAt: jwt.NewNumericDate(e.now()), ExpiresAt: jwt.NewNumericDate(e.now().Add(time.Minute)),
	}).SignedString(e.app.key)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, e, text, "GET", "/v3"+path, "")
}

func TestWebhookHasGitHubsHeaders(t *testing.T) {
	t.Parallel()
	var got http.Header
	var length int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, length = r.Header, r.ContentLength }))
	defer server.Close()
	for _, secret := range []string{"It's a secret", ""} {
		e := New(t, graphWorld, func(o *Options) { o.WebhookURL, o.WebhookSecret = server.URL, secret })
		if err := e.CloseIssue("anna", shop(1), ""); err != nil {
			t.Fatal(err)
		}
		if n, err := e.Deliver(t.Context()); err != nil || n != 1 {
			t.Fatalf("delivered %d, %v", n, err)
		}
		want := map[string]string{
			"Accept": `\*/\*`, "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/[0-9a-f]{7}", "X-GitHub-Event": "issues",
			"X-GitHub-Delivery":                      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
			"X-GitHub-Hook-ID":                       decimal(e.app.hookID),
			"X-GitHub-Hook-Installation-Target-ID":   decimal(e.app.id),
			"X-GitHub-Hook-Installation-Target-Type": "integration",
			"X-Hub-Signature":                        "sha1=[0-9a-f]{40}", "X-Hub-Signature-256": "sha256=[0-9a-f]{64}",
		}
		if secret == "" {
			want["X-Hub-Signature"], want["X-Hub-Signature-256"] = "", ""
		}
		for name, pattern := range want {
			if !regexp.MustCompile("^" + pattern + "$").MatchString(got.Get(name)) {
				t.Errorf("secret %q: %s is %q, want %s", secret, name, got.Get(name), pattern)
			}
		}
		if length != int64(len(e.Sent()[0].Payload)) {
			t.Errorf("%d bytes were sent of %d", length, len(e.Sent()[0].Payload))
		}
	}
}

// TestWebhookIsGivenTenSeconds looks at the client instead of waiting for it.
// What a client does that runs out of time is in TestDeliveryLogSaysWhatWentWrong.
func TestWebhookIsGivenTenSeconds(t *testing.T) {
	t.Parallel()
	if got := Create(Options{}).options.Client.Timeout; got != 10*time.Second {
		t.Errorf("deliveries are given %s", got)
	}
}

func TestRedirectionOfAWebhookIsNotFollowed(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.Redirect(w, r, "/other", http.StatusFound)
	}))
	defer server.Close()
	e := New(t, graphWorld, func(o *Options) { o.WebhookURL = server.URL + "/hook" })
	if err := e.CloseIssue("anna", shop(1), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := e.log.sent[0]; len(asked) != 1 || d.statusCode != http.StatusFound || d.status == "OK" {
		t.Errorf("asked for %v, logged as %d %s", asked, d.statusCode, d.status)
	}
}

// TestStatusOfDeliveriesIsAskedFor has one delivery with each code. A code that
// is neither of a success nor of a failure is found by neither.
func TestStatusOfDeliveriesIsAskedFor(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	for n, code := range []int{0, 200, 202, 302, 404, 502, 504, 600} {
		e.log.sent = append(e.log.sent, &delivery{
			id: e.deliveryID(), guid: fmt.Sprint(n), event: "push", payload: []byte("{}"), statusCode: code, deliveredAt: e.now(),
		})
	}
	codes := regexp.MustCompile(`"status_code":(\d+)`)
	for query, want := range map[string]string{
		"":                "600 504 502 404 302 202 200 0",
		"&status=success": "302 202 200",
		"&status=failure": "504 502 404",
	} {
		var got []string
		path := "/app/hook/deliveries?per_page=2" + query
		for pages := 0; path != "" && pages < 9; pages++ {
			answer := appAsks(t, e, path)
			for _, found := range codes.FindAllStringSubmatch(answer.text, -1) {
				got = append(got, found[1])
			}
			_, path, _ = strings.Cut(answer.header.Get("Link"), "/api/v3")
			path, _, _ = strings.Cut(path, ">")
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
	for path, status := range map[string]int{"?cursor=none": 400, "/x": 400, "/1": 404} {
		if answer := appAsks(t, e, "/app/hook/deliveries"+path); answer.status != status {
			t.Errorf("%s: %d, want %d", path, answer.status, status)
		}
	}
	if answer := send(t, e, appToken, "GET", "/v3/app/hook/deliveries", ""); answer.status != http.StatusUnauthorized {
		t.Errorf("an installation reads the app's log: %d", answer.status)
	}
}

// TestLargePayloadIsNotDelivered wants nothing of it in the log either.
func TestLargePayloadIsNotDelivered(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	r := e.findRepository("acme", "shop")
	for _, size := range []int{maxPayload - 100_000, maxPayload} {
		before := len(e.log.pending)
		e.mu.Lock()
		err := e.change(actor{user: e.findUser("anna")}, func(t *tx) error {
			t.emit("issues", "opened", r.owner, r, object{"padding": strings.Repeat("x", size)})
			return nil
		})
		e.mu.Unlock()
		if sent := len(e.log.pending) - before; err != nil || (sent == 1) != (size < maxPayload) {
			t.Errorf("%d deliveries of %d bytes, %v", sent, size, err)
		}
	}
}
