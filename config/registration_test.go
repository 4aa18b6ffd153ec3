package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
)

// inFolder is the environment of a server whose settings file is in a folder.
func inFolder(t *testing.T, folder string, more ...string) func(string) string {
	t.Helper()
	file := filepath.Join(folder, "settings.yml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"UPKEEP_CONFIG": file}
	for n := 0; n < len(more); n += 2 {
		env[more[n]] = more[n+1]
	}
	return func(name string) string { return env[name] }
}

func registration(t *testing.T) config.Registration {
	t.Helper()
	pkcs1, _ := keyPEM(t)
	return config.Registration{AppID: 4711, PrivateKey: config.NewSecret(pkcs1), WebhookSecret: config.NewSecret("s3cret: #&*!")}
}

func TestKeepAndLoad(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	getenv, want := inFolder(t, folder), registration(t)
	file := config.RegistrationFile(getenv)
	if err := errors.Join(config.CanKeep(file), config.Keep(file, want)); err != nil {
		t.Fatal(err)
	}
	got, err := config.Load(getenv)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, config.Registration{AppID: got.AppID, PrivateKey: got.PrivateKey, WebhookSecret: got.WebhookSecret}); diff != "" {
		t.Errorf("kept and loaded (-want +got):\n%s", diff)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestKeepOverwritesNothing(t *testing.T) {
	t.Parallel()
	for name, put := range map[string]func(path string) error{
		"a file":       func(path string) error { return os.WriteFile(path, []byte("theirs"), 0o644) },
		"a folder":     func(path string) error { return os.Mkdir(path, 0o755) },
		"a loose link": func(path string) error { return os.Symlink("/nowhere/at/all", path) },
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, "upkeep-app.yml")
		if err := put(file); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(file)
		for _, err := range []error{config.CanKeep(file), config.Keep(file, registration(t))} {
			if !errors.Is(err, fs.ErrExist) {
				t.Errorf("%s: error %v", name, err)
			}
		}
		after, _ := os.ReadFile(file)
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != 1 || !slices.Equal(before, after) {
			t.Errorf("%s: left %v, %v", name, entries, err)
		}
	}
}

func TestKeepWithoutAFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "none", "upkeep-app.yml")
	for _, err := range []error{config.CanKeep(file), config.Keep(file, registration(t))} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("error %v", err)
		}
	}
}

// What the setup pages have kept must never be mixed with what is set elsewhere.
func TestKeptAppCountsOnlyAlone(t *testing.T) {
	t.Parallel()
	getenv := inFolder(t, t.TempDir(), "GITHUB_APP_INTEGRATION_ID", "12")
	if err := config.Keep(config.RegistrationFile(getenv), registration(t)); err != nil {
		t.Fatal(err)
	}
	_, err := config.Load(getenv)
	want := "GITHUB_APP_PRIVATE_KEY is not set\nGITHUB_APP_WEBHOOK_SECRET is not set"
	if err == nil || err.Error() != want || errors.Is(err, config.ErrNotRegistered) {
		t.Errorf("error %v", err)
	}
}

func TestKeptAppRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"empty":       {"", "tells of no app"},
		"no app":      {"github: {app: {}}", "tells of no app"},
		"half an app": {"github: {app: {integration_id: 12}}", "GITHUB_APP_PRIVATE_KEY is not set"},
		"no YAML":     {"{", "not valid YAML"},
		"more":        {"github: {web_url: s3cret}", "github.web_url: unknown key"},
		"bad id":      {"github: {app: {integration_id: s3cret, webhook_secret: s3cret, private_key: s3cret}}", "must be the app's id"},
		"large":       {strings.Repeat("s3cret", 11000), "cannot be read: the file is larger"},
	} {
		getenv := inFolder(t, t.TempDir())
		file := config.RegistrationFile(getenv)
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(getenv)
		if err == nil || errors.Is(err, config.ErrNotRegistered) {
			t.Fatalf("%s: error %v", name, err)
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			if !strings.HasPrefix(line, file+": ") {
				t.Errorf("%s: %q does not name the file", name, line)
			}
		}
		if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: error %v, want %q", name, err, test.want)
		}
	}
}

func TestLoadWithoutApp(t *testing.T) {
	t.Parallel()
	getenv := inFolder(t, t.TempDir(), "UPKEEP_ADDR", ":9999", "UPKEEP_MARKER_KEYS", "0123456789abcdef")
	got, err := config.Load(getenv)
	if err != config.ErrNotRegistered { //nolint:errorlint // that and nothing else
		t.Fatalf("error %v", err)
	}
	for _, name := range []string{"GITHUB_APP_INTEGRATION_ID", "GITHUB_APP_PRIVATE_KEY", "GITHUB_APP_WEBHOOK_SECRET", "upkeep serve"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("error %q does not name %s", err, name)
		}
	}
	if got.Addr != ":9999" || got.WebURL != "https://github.com" {
		t.Errorf("without the other settings: %+v", got)
	}
	for _, other := range []string{"UPKEEP_ADDR", "UPKEEP_MARKER_KEYS", "UPKEEP_DATABASE_URL"} {
		_, err := config.Load(inFolder(t, t.TempDir(), other, "x"))
		if err == nil || errors.Is(err, config.ErrNotRegistered) || !strings.HasPrefix(err.Error(), other) {
			t.Errorf("with another problem: %v", err)
		}
	}
}

func TestParseRegistration(t *testing.T) {
	t.Parallel()
	pkcs1, pkcs8 := keyPEM(t)
	want := config.Registration{AppID: 4711, PrivateKey: config.NewSecret(pkcs1), WebhookSecret: config.NewSecret("a secret")}
	for _, key := range []string{pkcs1, pkcs8, strings.ReplaceAll(pkcs8, "\n", "\r\n"), strings.ReplaceAll(pkcs1, "\n", `\n`)} {
		got, wrong := config.ParseRegistration(" 4711\r\n", key, " a secret ")
		if diff := cmp.Diff(want, got); diff != "" || wrong != (config.RegistrationProblems{}) {
			t.Errorf("%+v (-want +got):\n%s", wrong, diff)
		}
	}
	long := "-----BEGIN" + strings.Repeat("x", 70000)
	got, wrong := config.ParseRegistration("-1", long, "\xff")
	all := config.RegistrationProblems{
		AppID: "must be the app's id, a whole number above 0", PrivateKey: "is longer than 65536 bytes", WebhookSecret: "must be a text of at most 1024 bytes",
	}
	if diff := cmp.Diff(all, wrong); diff != "" || got.PrivateKey.Reveal() != "" {
		t.Error(diff)
	}
}
