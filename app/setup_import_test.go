package app_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
)

// appID is the id of the app that GitHub has.
func (n *newcomer) appID() string {
	n.Helper()
	text, err := n.github.Dump()
	n.must(err)
	var got struct{ App struct{ ID int64 } }
	n.must(yaml.Unmarshal(text, &got))
	return fmt.Sprint(got.App.ID)
}

// withApp is a GitHub that has an app with some permissions already.
func withApp(permissions string) func(*newcomer) {
	return func(n *newcomer) {
		n.github = emulator.New(n, `
app: {slug: upkeep-acme, name: "Upkeep acme", `+permissions+`}
organizations: [{login: acme, owners: [olga], repositories: [{name: shop}]}]`)
		n.githubURL = n.github.Serve(n)
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, withApp("permissions: {issues: read, contents: read}, events: [issues]"))
	v := n.browse()
	id := n.appID()
	key, err := n.github.AppKey()
	n.must(err)
	v.open(n.link)
	v.follow("Import it")
	v.submit("Import", map[string]string{"id": id, "key": strings.ReplaceAll(string(key), "\n", "\r\n"), "secret": " a secret "})
	v.sees(200, "Upkeep is set up", "What the app lacks", "the permission Issues of the repository: Read and write", "Projects of the organisation", "the event Push")
	for _, held := range []string{"the permission Contents", "the permission Metadata", "the event Issues</b>"} {
		if strings.Contains(v.text, held) {
			t.Errorf("%s is not lacking:\n%s", held, words(v.page))
		}
	}
	n.eventually("the server is ready", func() bool { return n.status(http.MethodGet, "/readyz") == 200 })
	n.keptWell()
	settings, err := config.Load(n.getenv(filepath.Dir(n.file)))
	n.must(err)
	if settings.WebhookSecret.Reveal() != "a secret" || fmt.Sprint(settings.AppID) != id {
		t.Errorf("kept app %d with the secret %q", settings.AppID, settings.WebhookSecret.Reveal())
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, withApp("events: [issues]"))
	v := n.browse()
	id := n.appID()
	key, err := n.github.AppKey()
	n.must(err)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	n.must(err)
	wrongKey := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(other)}))
	for name, test := range map[string]struct{ id, key, secret, want string }{
		"nothing":      {"", "", "", "It is missing."},
		"no number":    {"Iv1.abc", string(key), "s3cret", "must be the app's id"},
		"another app":  {"12345", string(key), "s3cret", "is not that of an app with this private key"},
		"another key":  {id, wrongKey, "s3cret", "is not that of an app with this private key"},
		"a path":       {id, "/etc/passwd", "s3cret", "must be the whole text of the .pem file"},
		"half a key":   {id, string(key)[:300], "s3cret", "holds no complete PEM block"},
		"no secret":    {id, string(key), "", "It is missing."},
		"comma":        {id, string(key), "s3cret,s3cret", "must not have a comma"},
		"no UTF-8":     {id, string(key), "s3cret\xff", "must be a text of at most"},
		"long":         {id, string(key), strings.Repeat("s3cret", 200), "must be a text of at most"},
		"path and PEM": {id, "/etc/passwd -----BEGIN", "s3cret", "holds no complete PEM block"},
	} {
		v.open(n.link + "/import")
		v.submit("Import", map[string]string{"id": test.id, "key": test.key, "secret": test.secret})
		v.sees(422, test.want)
		for _, secret := range []string{"s3cret", string(key)[40:80], wrongKey[40:80], "root:"} {
			if strings.Contains(v.text, secret) {
				t.Errorf("%s: the page shows a secret:\n%s", name, v.text)
			}
		}
	}
	n.wantNothingKept()
	if log := n.log.String(); strings.Contains(log, "s3cret") || strings.Contains(log, "BEGIN") {
		t.Errorf("the log shows a secret:\n%s", log)
	}
}

// silent does not let any request through to GitHub.
type silent struct{}

func (silent) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("no route to GitHub")
}

func TestImportWithoutGitHub(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t, withApp("events: [issues]"), func(n *newcomer) { n.transport = silent{} })
	key, err := n.github.AppKey()
	n.must(err)
	v := n.browse()
	v.open(n.link + "/import")
	v.submit("Import", map[string]string{"id": n.appID(), "key": string(key), "secret": "a secret"})
	v.sees(502, "GitHub could not be asked", "Nothing was kept")
	n.wantNothingKept()
}
