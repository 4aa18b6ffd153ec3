package emulator_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

// reply is an answer of the API.
type reply struct {
	status int
	header http.Header
	body   map[string]any
	list   []any
}

// ask sends a request with a token and, if there is one, a body in JSON.
func ask(t testing.TB, e *emulator.Emulator, token, method, path, body string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, "https://github.test/api/v3"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := reply{status: answer.StatusCode, header: answer.Header}
	if len(text) > 0 && text[0] == '[' {
		err = json.Unmarshal(text, &got.list)
	} else if len(text) > 0 {
		err = json.Unmarshal(text, &got.body)
	}
	if err != nil {
		t.Fatalf("%s %s: %v: %s", method, path, err, text)
	}
	return got
}

// appJWT is what the app 4711 signs its own requests with.
func appJWT(t testing.TB) string {
	t.Helper()
	key, err := jwt.ParseRSAPrivateKeyFromPEM(appKey(t))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: "4711", IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)),
	}).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// installationPath is the API's path of an organisation's installation.
func installationPath(t testing.TB, e *emulator.Emulator, org string) string {
	t.Helper()
	found := ask(t, e, appJWT(t), "GET", "/orgs/"+org+"/installation", "")
	if found.status != http.StatusOK {
		t.Fatalf("find the installation: %d %v", found.status, found.body)
	}
	link, _ := found.body["access_tokens_url"].(string)
	_, path, _ := strings.Cut(strings.TrimSuffix(link, "/access_tokens"), "/app/")
	return "/app/" + path
}

// mint makes an installation token for acme, limited as the body says.
func mint(t testing.TB, e *emulator.Emulator, body string) string {
	t.Helper()
	made := ask(t, e, appJWT(t), "POST", installationPath(t, e, "acme")+"/access_tokens", body)
	if made.status != http.StatusCreated {
		t.Fatalf("make a token: %d %v", made.status, made.body)
	}
	text, _ := made.body["token"].(string)
	return text
}

func TestInstallationIsFoundFromEverySide(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	byApp, want := appJWT(t), ask(t, e, appJWT(t), "GET", installationPath(t, e, "acme"), "").body["id"]
	for _, path := range []string{"/orgs/acme/installation", "/users/acme/installation", "/repos/acme/shop/installation"} {
		if got := ask(t, e, byApp, "GET", path, ""); got.status != http.StatusOK || got.body["id"] != want {
			t.Errorf("%s: %d %v, want %v", path, got.status, got.body["id"], want)
		}
	}
	for _, path := range []string{"/orgs/elsewhere/installation", "/users/anna/installation", "/repos/elsewhere/library/installation", "/app/installations/1"} {
		if got := ask(t, e, byApp, "GET", path, ""); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := ask(t, e, byApp, "GET", "/app", "").body["installations_count"]; got != 1.0 {
		t.Errorf("installations_count %v", got)
	}
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, e, byApp, "GET", "/repos/acme/shop/installation", ""); got.status != http.StatusMovedPermanently {
		t.Errorf("by the former name: %d", got.status)
	}
}

func TestTokenEnds(t *testing.T) {
	t.Parallel()
	const path = "/repos/acme/cart/issues/1"
	for _, c := range []struct {
		name string
		end  func(*emulator.Emulator, string) error
		want int
	}{
		{"while it lasts", func(*emulator.Emulator, string) error { return nil }, 200},
		{"revoked", func(e *emulator.Emulator, token string) error {
			if got := ask(t, e, token, "DELETE", "/installation/token", ""); got.status != http.StatusNoContent {
				t.Errorf("revoke: %d %v", got.status, got.body)
			}
			return nil
		}, 401},
		{"suspended by the organisation", func(e *emulator.Emulator, _ string) error { return e.Suspend("olga", "acme", true) }, 403},
		{"suspended by the app", func(e *emulator.Emulator, _ string) error {
			if got := ask(t, e, appJWT(t), "PUT", installationPath(t, e, "acme")+"/suspended", ""); got.status != http.StatusNoContent {
				t.Errorf("suspend: %d %v", got.status, got.body)
			}
			return nil
		}, 403},
		{"uninstalled", func(e *emulator.Emulator, _ string) error {
			if got := ask(t, e, appJWT(t), "DELETE", installationPath(t, e, "acme"), ""); got.status != http.StatusNoContent {
				t.Errorf("uninstall: %d %v", got.status, got.body)
			}
			return nil
		}, 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock())
			token := mint(t, e, "")
			if err := c.end(e, token); err != nil {
				t.Fatal(err)
			}
			if got := ask(t, e, token, "GET", path, ""); got.status != c.want {
				t.Errorf("%d %v, want %d", got.status, got.body, c.want)
			}
		})
	}
}

func TestTokenEndsAfterAnHour(t *testing.T) {
	t.Parallel()
	var later time.Duration
	e := small(t, newClock(), func(o *emulator.Options) { o.AuthNow = func() time.Time { return time.Now().Add(later) } })
	token := mint(t, e, "")
	if !strings.HasPrefix(token, "ghs_4711_") {
		t.Errorf("the token %q is not of the long form", token)
	}
	for _, c := range []struct {
		later time.Duration
		want  int
	}{{59 * time.Minute, 200}, {time.Hour, 401}} {
		later = c.later
		if got := ask(t, e, token, "GET", "/repos/acme/cart", ""); got.status != c.want {
			t.Errorf("after %s: %d, want %d", c.later, got.status, c.want)
		}
	}
}

func TestSuspendedInstallationGetsNoTokens(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	path, byApp := installationPath(t, e, "acme"), appJWT(t)
	ask(t, e, byApp, "PUT", path+"/suspended", "")
	got := ask(t, e, byApp, "POST", path+"/access_tokens", "")
	if got.status != http.StatusForbidden || got.body["message"] != "This installation has been suspended" {
		t.Errorf("suspended: %d %v", got.status, got.body)
	}
	ask(t, e, byApp, "DELETE", path+"/suspended", "")
	if got := ask(t, e, byApp, "POST", path+"/access_tokens", ""); got.status != http.StatusCreated {
		t.Errorf("again: %d %v", got.status, got.body)
	}
	ask(t, e, byApp, "DELETE", path, "")
	if got := ask(t, e, byApp, "POST", path+"/access_tokens", ""); got.status != http.StatusNotFound {
		t.Errorf("deleted: %d", got.status)
	}
}

func TestSuspensionByTheAppIsLiftedByTheAppOnly(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	path, byApp := installationPath(t, e, "acme")+"/suspended", appJWT(t)
	ask(t, e, byApp, "PUT", path, "")
	if err := e.Suspend("olga", "acme", false); err == nil {
		t.Error("an owner of the organisation lifted it")
	}
	if got := ask(t, e, byApp, "DELETE", path, ""); got.status != http.StatusNoContent {
		t.Errorf("the app lifts it: %d %v", got.status, got.body)
	}
	for _, suspended := range []bool{true, false} {
		if err := e.Suspend("olga", "acme", suspended); err != nil {
			t.Errorf("suspended %t by the organisation: %v", suspended, err)
		}
	}
	want(t, "webhooks", events(e, "installation"), []string{"suspend", "unsuspend", "suspend", "unsuspend"})
}

func TestNarrowTokenReachesNoFurther(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for _, c := range []struct {
		name, limits, method, path, body string
		want                             int
	}{
		{"named repository", `{"repositories": ["cart"]}`, "GET", "/repos/acme/cart", "", 200},
		{"private one that is not named", `{"repositories": ["shop"]}`, "GET", "/repos/acme/cart", "", 404},
		{"public one that is not named is read", `{"repositories": ["cart"]}`, "GET", "/repos/acme/shop/issues/1", "", 200},
		{"public one that is not named is not written", `{"repositories": ["cart"]}`, "POST", "/repos/acme/shop/issues/1/comments", `{"body": "x"}`, 403},
		{"permission", `{"permissions": {"issues": "write"}}`, "POST", "/repos/acme/cart/issues/1/comments", `{"body": "x"}`, 201},
		{"lower level", `{"permissions": {"issues": "read"}}`, "POST", "/repos/acme/cart/issues/1/comments", `{"body": "x"}`, 403},
		{"read at the lower level", `{"permissions": {"issues": "read"}}`, "GET", "/repos/acme/cart/issues/1", "", 200},
		{"other permission", `{"permissions": {"contents": "read"}}`, "GET", "/repos/acme/cart/issues/1", "", 403},
		{"other permission, but public", `{"permissions": {"contents": "read"}}`, "GET", "/repos/acme/shop/issues/1", "", 200},
		{"no right to teams", `{"permissions": {"contents": "read"}}`, "GET", "/orgs/acme/teams/platform/memberships/anna", "", 403},
		{"metadata always", `{"permissions": {"contents": "read"}}`, "GET", "/repos/acme/cart", "", 200},
	} {
		if got := ask(t, e, mint(t, e, c.limits), c.method, c.path, c.body); got.status != c.want {
			t.Errorf("%s: %d %v, want %d", c.name, got.status, got.body, c.want)
		}
	}
	refused := ask(t, e, mint(t, e, `{"permissions": {"issues": "read"}}`), "POST", "/repos/acme/cart/issues/1/comments", `{"body": "x"}`)
	if got := refused.header.Get("X-Accepted-GitHub-Permissions"); got != "issues=write; pull_requests=write" || refused.body["message"] != "Resource not accessible by integration" {
		t.Errorf("accepted permissions %q, %v", got, refused.body)
	}
}

func TestTokenCannotBeWiderThanTheInstallation(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for _, limits := range []string{
		`{"repositories": ["nothing"]}`, `{"repository_ids": [1]}`, `{"repositories": ["library"]}`,
		`{"permissions": {"contents": "write"}}`, `{"permissions": {"administration": "read"}}`, `{"permissions": {"issues": "everything"}}`,
	} {
		if got := ask(t, e, appJWT(t), "POST", installationPath(t, e, "acme")+"/access_tokens", limits); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", limits, got.status, got.body)
		}
	}
}

func TestTokensAreOfOneFormOrTheOther(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, "app: {id: 4711, tokens: mixed}\norganizations: [{login: acme, installed: true}]")
	classic := 0
	for range 40 {
		if len(mint(t, e, "")) == 40 {
			classic++
		}
	}
	if classic < 8 || classic > 32 {
		t.Errorf("%d of 40 tokens are of the classic form", classic)
	}
}

func TestInstallationKeepsItsPermissionsUntilTheOwnerAccepts(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	deploy := map[string]string{"contents": "write", "deployments": "read"}
	if err := e.RequestPermissions("anna", deploy); err == nil {
		t.Error("anna does not own the app")
	}
	if err := e.RequestPermissions("olga", deploy, "deployment_status"); err != nil {
		t.Fatal(err)
	}
	held := func() any {
		return ask(t, e, appJWT(t), "GET", "/orgs/acme/installation", "").body["permissions"].(map[string]any)["contents"]
	}
	if held() != "read" || ask(t, e, appJWT(t), "GET", "/app", "").body["permissions"].(map[string]any)["contents"] != "write" {
		t.Errorf("before: %v", held())
	}
	for range 2 { // the second time there is nothing to accept
		if err := e.AcceptPermissions("olga", "acme"); err != nil {
			t.Fatal(err)
		}
	}
	if held() != "write" {
		t.Errorf("after: %v", held())
	}
	var got []string
	for _, d := range e.Pending() {
		got = append(got, d.Event+" "+d.Action)
	}
	if diff := cmp.Diff([]string{"installation new_permissions_accepted"}, got); diff != "" {
		t.Errorf("webhooks (-want +got):\n%s", diff)
	}
}

func TestLostPermissionIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	token := mint(t, e, "")
	if err := e.LosePermission("olga", "issues"); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, e, token, "GET", "/repos/acme/cart/issues/1", ""); got.status != http.StatusForbidden {
		t.Errorf("read an issue: %d %v", got.status, got.body)
	}
	for _, c := range []struct{ query, want string }{
		{`{repository(owner: "acme", name: "cart") {issue(number: 1) {title}}}`, "FORBIDDEN"},
		{`{repository(owner: "acme", name: "cart") {issues(first: 1) {totalCount}}}`, "FORBIDDEN"},
		{`{repository(owner: "acme", name: "shop") {issue(number: 1) {title}}}`, ""}, // it is public
	} {
		body, err := json.Marshal(map[string]string{"query": c.query})
		if err != nil {
			t.Fatal(err)
		}
		if got := graphErrorType(t, e, token, string(body)); got != c.want {
			t.Errorf("%s: error %q, want %q", c.query, got, c.want)
		}
	}
	before := len(e.Pending())
	if _, err := e.OpenIssue("anna", "acme/cart", "New", ""); err != nil {
		t.Fatal(err)
	}
	if got := len(e.Pending()); got != before {
		t.Errorf("%d webhooks of what the app may not read", got-before)
	}
}

// graphErrorType is the type of the first error of a GraphQL document; empty without one.
func graphErrorType(t testing.TB, e *emulator.Emulator, token, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), "POST", "https://github.test/api/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var got struct {
		Errors []struct {
			Type string `json:"type"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Errors) == 0 {
		return ""
	}
	return got.Errors[0].Type
}

func TestInstallationAsTheFileDescribesIt(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, `
app: {id: 4711}
organizations:
  - {login: acme, owners: [olga], repositories: [{name: shop}, {name: cart}], installed: {repositories: [shop], permissions: {issues: read}, suspended: true}}
  - {login: beta, installed: {}}`)
	got := ask(t, e, appJWT(t), "GET", "/orgs/acme/installation", "").body
	want := map[string]any{"issues": "read", "metadata": "read"}
	if diff := cmp.Diff(want, got["permissions"]); diff != "" || got["suspended_at"] == nil || got["repository_selection"] != "selected" {
		t.Errorf("acme: %v (-want +got):\n%s", got, diff)
	}
	if got := ask(t, e, appJWT(t), "GET", "/orgs/beta/installation", "").body; got["repository_selection"] != "all" || got["suspended_at"] != nil {
		t.Errorf("beta: %v", got)
	}
	for _, wrong := range []string{
		"organizations: [{login: acme, installed: {colour: red}}]",
		"app: false\norganizations: [{login: acme, installed: true}]",
		"app: {tokens: short}\norganizations: [{login: acme}]",
	} {
		if err := emulator.Create(emulator.Options{Now: time.Now, AuthNow: time.Now}).Load([]byte(wrong)); err == nil {
			t.Errorf("%s: accepted", wrong)
		}
	}
}
