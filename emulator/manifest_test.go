package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

const goodManifest = `{"name": "Up Keep", "url": "https://app.test", "hook_attributes": {"url": "https://app.test/hook"},
 "redirect_url": "https://app.test/made?a=b", "callback_urls": ["https://app.test/auth"], "setup_url": "https://app.test/setup", "public": false,
 "default_permissions": {"issues": "write", "organization_projects": "write"}, "default_events": ["issues", "projects_v2_item"]}`

func withoutApp(t testing.TB, now func() time.Time) *emulator.Emulator {
	t.Helper()
	return emulator.New(t, `
app: false
organizations: [{login: acme, owners: [olga], members: [anna], repositories: [{name: shop}, {name: cart}]}]`,
		func(o *emulator.Options) { o.AuthNow, o.WebhookSecret = now, "" })
}

// leading notes where a browser is led to on other sites.
func leading(b *browser) *[]*url.URL {
	led := &[]*url.URL{}
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host != "github.test" {
			*led = append(*led, r.URL)
			return http.ErrUseLastResponse
		}
		return nil
	}
	return led
}

func TestAppIsMadeFromAManifest(t *testing.T) {
	t.Parallel()
	var later time.Duration
	e := withoutApp(t, func() time.Time { return time.Now().Add(later) })
	b := browse(t, e, "olga")
	led := leading(b)
	b.origin = "https://app.test" // the form is on a page of the app
	offered := b.post("/organizations/acme/settings/apps/new?state=s", "manifest", goodManifest)
	offered.says("Create a GitHub App for acme", "issues: write", "https://app.test/hook")
	b.origin = site
	agreed := func() string {
		b.post("/organizations/acme/settings/apps/create", "manifest", goodManifest, "state", "s", "name", "Upkeep of acme")
		to := (*led)[len(*led)-1]
		if to.Query().Get("state") != "s" || to.Query().Get("a") != "b" || !strings.HasPrefix(to.String(), "https://app.test/made?") {
			t.Fatalf("led to %s", to)
		}
		return "/app-manifests/" + to.Query().Get("code") + "/conversions"
	}
	late := agreed()
	later = time.Hour
	if got := ask(t, e, "", "POST", late, ""); got.status != http.StatusNotFound {
		t.Errorf("an hour later: %d", got.status)
	}
	path := agreed()
	made := ask(t, e, "", "POST", path, "")
	if made.status != http.StatusCreated || made.body["slug"] != "upkeep-of-acme" || made.body["webhook_secret"] == nil || !strings.HasPrefix(made.body["pem"].(string), "-----BEGIN RSA PRIVATE KEY-----") {
		t.Fatalf("%d %v", made.status, made.body)
	}
	want := map[string]any{"issues": "write", "organization_projects": "write", "metadata": "read"}
	if diff := cmp.Diff(want, made.body["permissions"]); diff != "" {
		t.Errorf("permissions (-want +got):\n%s", diff)
	}
	if got := ask(t, e, "", "POST", path, ""); got.status != http.StatusNotFound {
		t.Errorf("the code twice: %d", got.status)
	}
	b.post("/organizations/acme/settings/apps/new", "manifest", goodManifest).says("has an app already")
	installed(t, e, b, led)
}

// installed installs the made app by its pages, in one repository.
func installed(t *testing.T, e *emulator.Emulator, b *browser, led *[]*url.URL) {
	t.Helper()
	b.get("/apps/upkeep-of-acme").says("Upkeep of acme", "issues: write")
	b.get("/apps/upkeep-of-acme/installations/new").says("acme")
	b.get("/apps/upkeep-of-acme/installations/new?organization=acme").says("shop", "cart")
	b.post("/apps/upkeep-of-acme/installations/new", "organization", "acme", "selection", "selected", "repository", "cart")
	to := (*led)[len(*led)-1]
	id := to.Query().Get("installation_id")
	if !strings.HasPrefix(to.String(), "https://app.test/setup?") || to.Query().Get("setup_action") != "install" || id == "" {
		t.Fatalf("led to %s", to)
	}
	settings := "/organizations/acme/settings/installations/" + id
	steps := []struct{ act, notice string }{
		{"suspend", "Suspended."}, {"unsuspend", "No longer suspended."}, {"select", "The repositories are chosen."},
	}
	for _, step := range steps {
		if got := b.post(settings, "act", step.act, "selection", "all").notice(); got != step.notice {
			t.Errorf("%s: %q", step.act, got)
		}
	}
	if err := e.RequestPermissions("olga", map[string]string{"contents": "read"}, "push"); err != nil {
		t.Fatal(err)
	}
	b.get(settings).says("contents: read", "event push", "Accept new permissions")
	b.post(settings, "act", "accept")
	b.get(settings).saysNot("Accept new permissions")
	if got := browse(t, e, "anna").post(settings, "act", "uninstall"); got.status != http.StatusNotFound {
		t.Errorf("anna, who is no owner: %d", got.status)
	}
	b.post(settings, "act", "uninstall")
	var got []string
	for _, d := range e.Pending() {
		got = append(got, d.Event+" "+d.Action)
	}
	want := []string{
		"installation created", "installation suspend", "installation unsuspend", "installation_repositories added",
		"installation new_permissions_accepted", "installation deleted",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("webhooks (-want +got):\n%s", diff)
	}
}

func TestManifestIsCheckedBeforeAnybodyAgrees(t *testing.T) {
	t.Parallel()
	e := withoutApp(t, time.Now)
	for _, c := range []struct{ manifest, want string }{
		{`[]`, "not a JSON object"},
		{`{"redirect_url": "https://app.test"}`, "url is missing."},
		{`{"url": "https://app.test"}`, "redirect_url is missing."},
		{`{"url": "javascript:alert(1)", "redirect_url": "https://app.test"}`, "url is not a web address."},
		{strings.Replace(goodManifest, `{"url": "https://app.test/hook"}`, `{"active": true}`, 1), "hook_attributes.url is missing."},
		{strings.Replace(goodManifest, `"issues": "write"`, `"issus": "write"`, 1), "there is no permission issus: write."},
		{strings.Replace(goodManifest, `"issues": "write"`, `"issues": "admin"`, 1), "there is no permission issues: admin."},
		{strings.Replace(goodManifest, `["issues",`, `["push",`, 1), "push is unknown, or needs a permission"},
		{strings.Replace(goodManifest, `["https://app.test/auth"]`, `[`+strings.Repeat(`"https://app.test/auth",`, 10)+`"https://app.test/auth"]`, 1), "more than 10 addresses"},
	} {
		b := browse(t, e, "olga")
		b.post("/settings/apps/new", "manifest", c.manifest).says("cannot be used", c.want)
		if got := b.post("/settings/apps/create", "manifest", c.manifest, "name", "x"); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: agreed with %d", c.want, got.status)
		}
	}
	if got := browse(t, e, "anna").post("/organizations/acme/settings/apps/create", "manifest", goodManifest, "name", "x"); got.status != http.StatusForbidden {
		t.Errorf("anna registers for acme: %d", got.status)
	}
}

func TestNothingOfAnAppWithoutOne(t *testing.T) {
	t.Parallel()
	e := withoutApp(t, time.Now)
	if err := e.Install("olga", "acme"); err == nil {
		t.Error("installed what is not there")
	}
	if err := e.RevokeAuthorization("olga"); err == nil {
		t.Error("revoked what is not there")
	}
	b := browse(t, e, "olga")
	for _, path := range []string{"/apps/upkeep", "/login/oauth/authorize?client_id="} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := ask(t, e, "user:anna", "POST", "/repos/acme/shop/issues", `{"title": "Without an app"}`); got.status != http.StatusCreated {
		t.Errorf("GitHub itself: %d %v", got.status, got.body)
	}
}
