//go:build services

package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
)

// emulate starts `upkeep emulate` on the organisations of tests and returns its
// address, what it printed until it served, and how to end it.
func emulate(t *testing.T, flags ...string) (address, said string, end func() (rest string, err error)) {
	t.Helper()
	return emulateFile(t, "../testdata/orgs/small.yaml", flags...)
}

// emulateFile is emulate on the organisations of a file.
func emulateFile(t *testing.T, file string, flags ...string) (address, said string, end func() (rest string, err error)) {
	t.Helper()
	command := exec.Command(binary, append([]string{"emulate", "--org", file, "--addr", "127.0.0.1:0", "--key", filepath.Join(t.TempDir(), "key.pem")}, flags...)...)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	lines := bufio.NewReader(out)
	for !strings.Contains(said, "Replay with") {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the emulator ended: %v: %s%s", err, said, log.String())
		}
		said += line
	}
	address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(said)
	return address, said, func() (string, error) {
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			return "", err
		}
		rest, err := io.ReadAll(lines)
		return string(rest) + log.String(), errors.Join(err, command.Wait())
	}
}

// TestEmulateIsAToolOfItsOwn uses the program as somebody who does not have
// Upkeep in mind: a person writes over the API, a webhook arrives, what is not
// emulated is named.
func TestEmulateIsAToolOfItsOwn(t *testing.T) {
	t.Parallel()
	type hook struct {
		event, signature string
		payload          []byte
	}
	hooks := make(chan hook, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		payload, _ := io.ReadAll(r.Body)
		hooks <- hook{r.Header.Get("X-GitHub-Event"), r.Header.Get("X-Hub-Signature-256"), payload}
	}))
	t.Cleanup(receiver.Close)
	dump := filepath.Join(t.TempDir(), "dump.yml")
	address, said, end := emulate(t, "--dump", dump, "--webhook-url", receiver.URL, "--webhook-secret", "hush", "--seed", "12", "--chaos", "calm,5xx=0")
	if !strings.Contains(said, "--seed 12 --chaos") {
		t.Errorf("does not say how to replay: %s", said)
	}
	client, err := github.NewClient(nil).WithAuthToken("user:anna").WithEnterpriseURLs(address, address)
	if err != nil {
		t.Fatal(err)
	}
	made, _, err := client.Issues.Create(context.Background(), "acme", "shop", &github.IssueRequest{Title: new("Upgrade the docs")})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-hooks:
		if got.event != "issues" || got.signature != emulator.Sign("hush", got.payload) || !strings.Contains(string(got.payload), made.GetNodeID()) {
			t.Errorf("webhook %s, signed %s: %s", got.event, got.signature, got.payload)
		}
	case <-time.After(patience):
		t.Error("no webhook came")
	}
	if _, _, err := client.Repositories.ListForks(context.Background(), "acme", "shop", nil); err == nil {
		t.Error("forks are not emulated, but listed")
	}
	rest, err := end()
	if err != nil || !strings.Contains(rest, "not emulated") || !strings.Contains(rest, "forks") {
		t.Errorf("ended with %v: %s", err, rest)
	}
	text, err := os.ReadFile(dump)
	if err != nil {
		t.Fatal(err)
	}
	again := emulator.New(t, string(text)).Issues("acme/shop")
	if got := string(again[len(again)-1].ID); got != made.GetNodeID() {
		t.Errorf("the dump's last issue is %s", got)
	}
}

// TestEmulateWithoutAnApp wants a GitHub on which an app can be set up.
func TestEmulateWithoutAnApp(t *testing.T) {
	t.Parallel()
	file, key := filepath.Join(t.TempDir(), "org.yml"), filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, []byte("app: false\norganizations: [{login: acme, owners: [olga]}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, said, end := emulateFile(t, file, "--key", key)
	if _, err := os.Stat(key); !errors.Is(err, os.ErrNotExist) || !strings.Contains(said, "there is no app yet") {
		t.Errorf("the key: %v; says %s", err, said)
	}
	if rest, err := end(); err != nil {
		t.Errorf("ended with %v: %s", err, rest)
	}
}

func TestEmulateRefuses(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.yml")
	if err := os.WriteFile(broken, []byte("organizations:\n- login: acme\n  owner: olga\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		flags []string
		code  int
		says  string
	}{
		"no organisations":    {nil, 2, "--org"},
		"no such file":        {[]string{"--org", "nowhere.yml"}, 1, "nowhere.yml"},
		"a broken file":       {[]string{"--org", broken}, 1, "owner"},
		"an unknown kind":     {[]string{"--org", broken, "--chaos", "earthquake"}, 2, "storm"},
		"a rate above one":    {[]string{"--org", broken, "--chaos", "5xx=2"}, 2, "5xx"},
		"unknown limits":      {[]string{"--org", broken, "--limits", "some"}, 2, "strict"},
		"an unknown flag":     {[]string{"--colour"}, 2, "colour"},
		"more than its flags": {[]string{"please"}, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), binary, append([]string{"emulate", "--addr", "127.0.0.1:0", "--key", filepath.Join(t.TempDir(), "key.pem")}, test.flags...)...)
			said, err := command.CombinedOutput()
			if err == nil || command.ProcessState.ExitCode() != test.code || !strings.Contains(string(said), test.says) {
				t.Errorf("%v, code %d: %s; want code %d and %q", err, command.ProcessState.ExitCode(), said, test.code, test.says)
			}
		})
	}
}
