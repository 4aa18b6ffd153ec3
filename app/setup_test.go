package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/config"
)

func writeEmpty(path string) error { return os.WriteFile(path, nil, 0o600) }

// created goes from the link to where GitHub leads back to.
func (v *visitor) created() {
	v.Helper()
	v.open(v.link)
	v.sees(200, "Set Upkeep up", v.file)
	v.submit("Go on", map[string]string{"organisation": "acme", "address": v.server})
	v.sees(200, "What Upkeep asks for", "Members of the organisation Read-only", v.server+"/api/github/hook")
	v.submit("Create it on GitHub", nil)
	v.sees(200, "Create a GitHub App for acme")
	v.submit("Create GitHub App", nil)
}

// asOwner has the visitor act as the organisation's owner on GitHub.
func (v *visitor) asOwner() {
	v.Helper()
	v.open(v.githubURL)
	v.send(http.MethodPost, v.githubURL+"/emulator/acting", map[string][]string{"login": {"olga"}, "back": {"/"}})
}

// TestSetUpFromNothing goes the whole way, from a server that knows nothing to
// one that takes the webhook of its own installation.
func TestSetUpFromNothing(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/api/github/hook": 503, "/": 200, "/assets/style.css": 200, "/commands": 200} {
		if got := n.status(http.MethodGet, path); got != want {
			t.Errorf("before: GET %s is %d, want %d", path, got, want)
		}
	}
	v := n.browse()
	v.asOwner()
	v.created()
	v.sees(200, "Upkeep is set up", "Upkeep acme", n.file)
	if lacks := "What the app lacks"; strings.Contains(v.text, lacks) {
		t.Errorf("the app that was made lacks something:\n%s", words(v.page))
	}
	n.eventually("the server is ready", func() bool { return n.status(http.MethodGet, "/readyz") == 200 })
	v.follow("Install it on GitHub")
	v.follow("acme")
	v.submit("Install", nil)
	n.eventually("the webhook of the installation is taken", func() bool {
		sent := n.github.Sent()
		return len(sent) > 0 && sent[0].StatusCode == http.StatusAccepted
	})
	v.open(n.link)
	v.sees(200, "Its setup pages are closed")
	n.keptWell()
}

// keptWell wants the file to be the owner's only, and what the next start needs.
func (n *newcomer) keptWell() {
	n.Helper()
	info, err := os.Stat(n.file)
	n.must(err)
	if info.Mode().Perm() != 0o600 {
		n.Errorf("the file has mode %v", info.Mode())
	}
	settings, err := config.Load(n.getenv(filepath.Dir(n.file)))
	n.must(err)
	text, err := os.ReadFile(n.file)
	n.must(err)
	for _, secret := range []string{settings.WebhookSecret.Reveal(), settings.PrivateKey.Reveal()[40:80], strings.TrimPrefix(n.link, n.server+"/setup/")} {
		if strings.Contains(n.log.String(), secret) {
			n.Errorf("the log shows a secret:\n%s", n.log)
		}
	}
	if !strings.Contains(string(text), "integration_id") {
		n.Errorf("the file holds %s", text)
	}
}
