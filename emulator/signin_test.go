package emulator_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
)

const callback = "https://app.test/auth"

// signable is small with a callback, and the clock of tokens as told.
func signable(t testing.TB, now func() time.Time) *emulator.Emulator {
	t.Helper()
	return emulator.New(t, `
app: {id: 4711, callbacks: ["`+callback+`", "https://app.test/other"]}
people: [passer-by]
organizations:
  - {login: acme, installed: {repositories: [shop]}, owners: [olga], members: [anna], repositories: [{name: shop}, {name: hidden, private: true}]}
  - {login: other, members: [anna], repositories: [{name: secret, private: true}]}`,
		func(o *emulator.Options) { o.AuthNow = now })
}

// client is the app's client id and secret.
func client(t testing.TB, e *emulator.Emulator) (id, secret string) {
	t.Helper()
	return e.AppClient()
}

// agree goes through the page of signing in, and is where the browser is led to.
func agree(t testing.TB, e *emulator.Emulator, query url.Values, pairs ...string) *url.URL {
	t.Helper()
	b := browse(t, e, "anna")
	var led *url.URL
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error { led = r.URL; return http.ErrUseLastResponse }
	page := b.get("/login/oauth/authorize?" + query.Encode())
	if led != nil || page.status != http.StatusOK {
		return led
	}
	var all []string
	for _, input := range page.all("input") {
		if attribute(input, "name") != "login" && attribute(input, "name") != "back" {
			all = append(all, attribute(input, "name"), attribute(input, "value"))
		}
	}
	b.post("/login/oauth/authorize", append(all, pairs...)...)
	return led
}

// exchange asks for a token, and is the answer in JSON.
func exchange(t testing.TB, e *emulator.Emulator, pairs ...string) map[string]any {
	t.Helper()
	form := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		form.Set(pairs[n], pairs[n+1])
	}
	if id, secret := client(t, e); !form.Has("client_id") {
		form.Set("client_id", id)
		form.Set("client_secret", secret)
	}
	r, err := http.NewRequestWithContext(context.Background(), "POST", site+"/login/oauth/access_token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%d %v: %s", answer.StatusCode, err, text)
	}
	return got
}

func TestPersonSignsInAndTheTokenIsBothTheirRights(t *testing.T) {
	t.Parallel()
	var later time.Duration
	e := signable(t, func() time.Time { return time.Now().Add(later) })
	id, _ := client(t, e)
	led := agree(t, e, url.Values{"client_id": {id}, "redirect_uri": {callback}, "state": {"s"}}, "as", "anna")
	if led == nil || led.Query().Get("state") != "s" || !strings.HasPrefix(led.String(), callback+"?") {
		t.Fatalf("led to %v", led)
	}
	got := exchange(t, e, "code", led.Query().Get("code"))
	token, _ := got["access_token"].(string)
	if !strings.HasPrefix(token, "ghu_") || got["expires_in"] != 28800.0 || got["token_type"] != "bearer" || got["scope"] != "" {
		t.Fatalf("token: %v", got)
	}
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/user", "", 200},
		{"GET", "/repos/acme/shop", "", 200},
		{"POST", "/repos/acme/shop/issues", `{"title": "By anna"}`, 201},
		{"GET", "/repos/acme/hidden", "", 404},  // the app is not installed there
		{"GET", "/repos/other/secret", "", 404}, // nor there
		{"POST", "/repos/acme/shop/labels", `{"name": "l"}`, 403},
		{"GET", "/orgs/acme/members", "", 200},
		{"GET", "/installation/repositories", "", 403},
	} {
		if got := ask(t, e, token, c.method, c.path, c.body); got.status != c.want {
			t.Errorf("%s %s: %d %v, want %d", c.method, c.path, got.status, got.body, c.want)
		}
	}
	mine := ask(t, e, token, "GET", "/user/installations", "")
	if mine.body["total_count"] != 1.0 {
		t.Fatalf("installations: %v", mine.body)
	}
	path := strings.TrimPrefix(installationPath(t, e, "acme"), "/app")
	if got := ask(t, e, token, "GET", "/user"+path+"/repositories", ""); got.body["total_count"] != 1.0 {
		t.Errorf("repositories: %v", got.body)
	}
	if got := ask(t, e, "user:anna", "GET", "/user/installations", ""); got.status != http.StatusForbidden {
		t.Errorf("without the app: %d", got.status)
	}
	later = 8 * time.Hour
	if got := ask(t, e, token, "GET", "/user", ""); got.status != http.StatusUnauthorized {
		t.Errorf("after 8 hours: %d", got.status)
	}
	refresh, _ := got["refresh_token"].(string)
	renewed := exchange(t, e, "grant_type", "refresh_token", "refresh_token", refresh)
	fresh, _ := renewed["access_token"].(string)
	if got := ask(t, e, fresh, "GET", "/user", ""); got.status != http.StatusOK || got.body["login"] != "anna" {
		t.Errorf("with the new token: %d %v", got.status, got.body)
	}
	if again := exchange(t, e, "grant_type", "refresh_token", "refresh_token", refresh); again["error"] != "bad_refresh_token" {
		t.Errorf("the refresh token twice: %v", again)
	}
	if err := e.RevokeAuthorization("anna"); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, e, fresh, "GET", "/user", ""); got.status != http.StatusUnauthorized {
		t.Errorf("after the revocation: %d", got.status)
	}
	pending := e.Pending()
	if last := pending[len(pending)-1]; last.Event != "github_app_authorization" || last.Action != "revoked" {
		t.Errorf("the last webhook is %s %s", last.Event, last.Action)
	}
}

func TestSignInIsRefusedAsGitHubDoes(t *testing.T) {
	t.Parallel()
	var later time.Duration
	e := signable(t, func() time.Time { return time.Now().Add(later) })
	id, secret := client(t, e)
	b := browse(t, e, "anna")
	if got := b.get("/login/oauth/authorize?client_id=wrong"); got.status != http.StatusNotFound {
		t.Errorf("unknown client: %d", got.status)
	}
	strange := b.get("/login/oauth/authorize?client_id=" + id + "&redirect_uri=" + url.QueryEscape(callback+"/more"))
	strange.says("The redirect_uri is not associated with this application.")
	led := agree(t, e, url.Values{"client_id": {id}, "state": {"s"}}, "cancel", "yes")
	if led.Query().Get("error") != "access_denied" || led.Query().Get("state") != "s" {
		t.Errorf("cancelled: %v", led)
	}
	plain := agree(t, e, url.Values{"client_id": {id}, "code_challenge": {"x"}, "code_challenge_method": {"plain"}})
	if plain == nil || plain.Query().Get("error") != "invalid_request" {
		t.Errorf("plain challenge: %v", plain)
	}
	code := func(query url.Values) string {
		query.Set("client_id", id)
		return agree(t, e, query, "as", "anna").Query().Get("code")
	}
	for _, c := range []struct{ name, want string }{
		{"bad_verification_code", exchangeError(t, e, "code", "nothing")},
		{"incorrect_client_credentials", exchangeError(t, e, "code", code(url.Values{}), "client_id", id, "client_secret", "wrong")},
		{"incorrect_client_credentials", exchangeError(t, e, "code", code(url.Values{}), "client_id", "wrong", "client_secret", secret)},
		{"redirect_uri_mismatch", exchangeError(t, e, "code", code(url.Values{"redirect_uri": {callback}}), "redirect_uri", "https://app.test/other")},
		{"unsupported_grant_type", exchangeError(t, e, "code", code(url.Values{}), "grant_type", "password")},
	} {
		if c.want != c.name {
			t.Errorf("got %q, want %q", c.want, c.name)
		}
	}
	sum := sha256.Sum256([]byte("verifier"))
	challenge := url.Values{"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}}
	if got := exchangeError(t, e, "code", code(challenge), "code_verifier", "other"); got != "bad_verification_code" {
		t.Errorf("wrong verifier: %q", got)
	}
	kept := code(challenge)
	if got := exchangeError(t, e, "code", kept, "code_verifier", "verifier"); got != "" {
		t.Errorf("right verifier: %q", got)
	}
	if got := exchangeError(t, e, "code", kept, "code_verifier", "verifier"); got != "bad_verification_code" {
		t.Errorf("the code twice: %q", got)
	}
	old := code(url.Values{})
	later = 10 * time.Minute
	if got := exchangeError(t, e, "code", old); got != "bad_verification_code" {
		t.Errorf("the code ten minutes later: %q", got)
	}
}

func exchangeError(t testing.TB, e *emulator.Emulator, pairs ...string) string {
	t.Helper()
	text, _ := exchange(t, e, pairs...)["error"].(string)
	return text
}

func TestTokenIsAnsweredAsAFormToThoseWhoDoNotAskForJSON(t *testing.T) {
	t.Parallel()
	e := signable(t, time.Now)
	id, secret := client(t, e)
	code := agree(t, e, url.Values{"client_id": {id}}, "as", "anna").Query().Get("code")
	body, err := json.Marshal(map[string]string{"client_id": id, "client_secret": secret, "code": code})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), "POST", site+"/login/oauth/access_token", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(string(text))
	if err != nil || !strings.HasPrefix(form.Get("access_token"), "ghu_") || form.Get("expires_in") != "28800" {
		t.Errorf("%s, %v", text, err)
	}
}
