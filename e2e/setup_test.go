//go:build services

package e2e_test

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/browsertest"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/say"
)

// newcomers is a maintainer with a browser, a GitHub without an app, and a
// folder in which to start the binary.
type newcomers struct {
	testing.TB
	*browsertest.Browser
	github    *emulator.Emulator
	githubURL string
	folder    string
	said      *log
	command   *exec.Cmd
}

func newNewcomers(t *testing.T) *newcomers {
	t.Helper()
	n := &newcomers{TB: t, folder: t.TempDir()}
	n.github = emulator.New(t, `
app: false
organizations: [{login: acme, owners: [olga], members: [anna], repositories: [{name: shop}, {name: .github}]}]`,
		func(o *emulator.Options) { o.WebhookSecret, o.AppKey = "", nil })
	n.githubURL = n.github.Serve(t)
	n.Browser = browsertest.Start(t)
	return n
}

var setupLink = regexp.MustCompile(`http://\S+/setup/\S+`)

// start starts the binary as somebody does who has set nothing but where GitHub
// is, and waits for what it prints: the address, and before it the link, if any.
func (n *newcomers) start(address string) (at, link string) {
	n.Helper()
	n.command = exec.Command(binary, "serve")
	n.command.Dir = n.folder
	n.command.Env = []string{
		"GITHUB_WEB_URL=" + n.githubURL, "GITHUB_V3_API_URL=" + n.githubURL + "/api/v3", "GITHUB_V4_API_URL=" + n.githubURL + "/api/graphql",
		"UPKEEP_ADDR=" + address,
	}
	n.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := n.command.StderrPipe()
	n.must(err)
	n.must(n.command.Start())
	n.said = &log{address: make(chan string, 1)}
	go n.said.read(bufio.NewReader(out))
	n.Cleanup(func() { _ = n.command.Process.Kill() })
	select {
	case at = <-n.said.address:
	case <-time.After(patience):
		n.Fatalf("the server does not serve:\n%s", n.said)
	}
	return at, setupLink.FindString(n.said.String())
}

// stop ends the binary well.
func (n *newcomers) stop() {
	n.Helper()
	n.must(n.command.Process.Signal(syscall.SIGTERM))
	if err := n.command.Wait(); err != nil {
		n.Fatalf("the server ended with %v:\n%s", err, n.said)
	}
}

func (n *newcomers) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// sees wants the page to show texts, and looks at it in every light.
func (n *newcomers) sees(look string, texts ...string) {
	n.Helper()
	for _, want := range texts {
		if shown := n.Text(); !strings.Contains(shown, want) {
			n.Fatalf("the page does not show %q but:\n%s\n%s", want, shown, n.said)
		}
	}
	for _, width := range []int64{1280, 390} {
		for _, dark := range []bool{false, true} {
			name := fmt.Sprintf("setup-%s-%d-%s", look, width, map[bool]string{false: "light", true: "dark"}[dark])
			n.Look(width, dark)
			n.Picture(name)
			for _, barrier := range n.Barriers() {
				n.Errorf("%s: %s", name, barrier)
			}
		}
	}
}

// status is what the server answers; 0 when it does not.
func status(method, address string) int {
	q, err := http.NewRequest(method, address, http.NoBody)
	if err != nil {
		return 0
	}
	answer, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// TestSetUpInABrowser goes from nothing but a GitHub to an installed app, by
// the words on the pages, and starts the server once more.
func TestSetUpInABrowser(t *testing.T) {
	t.Parallel()
	n := newNewcomers(t)
	at, link := n.start("127.0.0.1:0")
	// A host name that is not GitHub's: browsers hold back cookies between sites.
	at, link = strings.Replace(at, "127.0.0.1", "localhost", 1), strings.Replace(link, "127.0.0.1", "localhost", 1)
	if code := status("POST", "http://"+at+hookPath); code != http.StatusServiceUnavailable {
		t.Errorf("the hook answers %d", code)
	}
	n.Open("http://" + at)
	n.sees("front", "Upkeep is not set up yet")
	n.Open("http://" + at + "/setup/guess")
	n.sees("no-link", "This is not the link")
	n.makes(at, link)

	n.eventually("the server is ready", func() bool { return status("GET", "http://"+at+"/readyz") == http.StatusOK })
	n.Press("acme")
	n.Press("Install")
	n.eventually("GitHub's webhooks are taken", func() bool {
		sent := n.github.Sent()
		return len(sent) > 0 && sent[0].StatusCode == http.StatusAccepted
	})
	n.kept(link)
	n.eventually("the organisation is greeted", func() bool { return len(n.github.Issues("acme/.github")) == 1 })
	n.Open(n.githubURL + "/acme/.github/issues/1")
	n.Await(say.OnboardingTitle)

	n.stop()
	at, link = n.start(strings.Replace(at, "localhost", "127.0.0.1", 1))
	if link != "" {
		t.Errorf("the second start prints a link:\n%s", n.said)
	}
	n.eventually("the server is ready again", func() bool { return status("GET", "http://"+at+"/readyz") == http.StatusOK })
	n.eventually("everything was looked at again", func() bool { return strings.Contains(n.said.String(), `"trigger":"resync"`) })
	n.stop()
	if all := n.github.Issues("acme/.github"); len(all) != 1 || len(n.github.Writes()) != 1 {
		t.Errorf("issues %+v, writes %+v; want one greeting alone", all, n.github.Writes())
	}
}

// makes has GitHub make the app, with a mistake and a way back.
func (n *newcomers) makes(at, link string) {
	n.Helper()
	n.Open(link)
	n.sees("begin", "Set Upkeep up", "upkeep-app.yml")
	n.Fill("Organisation", "acme inc.")
	n.Fill("Address of this server", "ftp://upkeep.example.org")
	n.Press("Go on")
	n.sees("mistakes", "Names of organisations are of letters", "This is no address")
	n.Fill("Organisation", "acme")
	n.Fill("Address of this server", "http://"+at)
	n.Press("Go on")
	n.sees("offer", "What Upkeep asks for", "only acme can install", "Contents", "http://"+at+hookPath)
	n.Press("Create it on GitHub")
	n.sees("github", "Create a GitHub App for acme")

	// Somebody else has the link too; on GitHub nothing is decided yet.
	other := browsertest.Start(n.TB)
	other.Open(link)
	if shown := other.Text(); !strings.Contains(shown, "The link was used already") {
		n.Errorf("another browser sees:\n%s", shown)
	}
	n.Open("http://" + at + "/setup/created?code=abc&state=guessed")
	n.sees("wrong-state", "This does not belong to what you began here")
	n.Press("Begin again")
	n.sees("begin-again", "Set Upkeep up")
	n.Open(link + "/create")
	n.Press("Create it on GitHub")
	n.agrees()
}

// agrees lets GitHub make the app while somebody has put a file in the way, and
// comes back by the same code once it is kept.
func (n *newcomers) agrees() {
	n.Helper()
	file := filepath.Join(n.folder, "upkeep-app.yml")
	n.must(os.WriteFile(file, []byte("the key of somebody else"), 0o600))
	n.Press("Create GitHub App")
	n.sees("not-kept", "The app is not kept yet", "Upkeep overwrites no key: move it away")
	back := n.Script("location.href")
	text, err := os.ReadFile(file)
	n.must(err)
	if string(text) != "the key of somebody else" {
		n.Errorf("the file in the way is %q", text)
	}
	n.must(os.Remove(file))
	n.Press("Try again")
	n.sees("done", "Upkeep is set up", "Upkeep acme", "upkeep-app.yml")
	install := n.Script("[...document.links].find(a => a.textContent == 'Install it on GitHub').href")
	n.Open(back)
	n.sees("closed", "Its setup pages are closed")
	n.Open(install)
}

// kept wants the key in a file of the owner's only, and neither it nor the link in the log.
func (n *newcomers) kept(link string) {
	n.Helper()
	file := filepath.Join(n.folder, "upkeep-app.yml")
	info, err := os.Stat(file)
	n.must(err)
	text, err := os.ReadFile(file)
	n.must(err)
	if info.Mode() != 0o600 || !strings.Contains(string(text), "BEGIN RSA PRIVATE KEY") {
		n.Errorf("mode %v", info.Mode())
	}
	for line := range strings.Lines(n.said.String()) {
		if !strings.HasPrefix(line, "{") {
			continue
		}
		if strings.Contains(line, "PRIVATE KEY") || strings.Contains(line, link[strings.Index(link, "/setup/"):]) {
			n.Errorf("the log shows a secret: %s", line)
		}
	}
}

// TestImportInABrowser takes over an app, with a mistake on the way.
func TestImportInABrowser(t *testing.T) {
	t.Parallel()
	n := newNewcomers(t)
	n.github = emulator.New(t, `
app: {id: 4711, slug: upkeep-acme, name: Upkeep of acme, permissions: {issues: write}, events: [issues]}
organizations: [{login: acme, owners: [olga], repositories: [{name: shop}]}]`)
	n.githubURL = n.github.Serve(t)
	_, link := n.start("127.0.0.1:0")
	key, err := n.github.AppKey()
	n.must(err)
	n.Open(link)
	n.Press("Import it")
	n.sees("import", "Import an app", "The whole text of a .pem file")
	n.Fill("App ID", "12")
	n.Fill("Private key", string(key))
	n.Fill("Webhook secret", "a secret")
	n.Press("Import")
	n.sees("import-mistake", "It is not that of an app with this private key, says GitHub.")
	n.Fill("App ID", "4711")
	n.Fill("Private key", string(key))
	n.Fill("Webhook secret", "a secret")
	n.Press("Import")
	n.sees("import-done", "Upkeep is set up", "What the app lacks", "the event Push")
	n.stop()
}

// TestSetUpNeedsAPlaceForTheKey refuses at once what would fail only when
// GitHub has made the app.
func TestSetUpNeedsAPlaceForTheKey(t *testing.T) {
	t.Parallel()
	// As a dangling link it is no app to start with, and no place to write to.
	folder := t.TempDir()
	if err := os.Symlink("/nowhere/at/all", filepath.Join(folder, "upkeep-app.yml")); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), binary, "serve")
	command.Dir, command.Env = folder, []string{"UPKEEP_ADDR=127.0.0.1:0"}
	said, err := command.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(said), "upkeep-app.yml") || !strings.Contains(string(said), "UPKEEP_CONFIG") {
		t.Errorf("%v: %s", err, said)
	}
	if strings.Contains(string(said), "/setup/") {
		t.Errorf("prints a link: %s", said)
	}
}

// eventually waits until something is so.
func (n *newcomers) eventually(what string, so func() bool) {
	n.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			n.Fatalf("never: %s\n%s", what, n.said)
		}
	}
}
