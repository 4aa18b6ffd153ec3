package main

import (
	"errors"
	"flag"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// examined is a server that has worked on an emulated GitHub, and what a doctor
// finds of it.
type examined struct {
	t      *testing.T
	github *emulator.Emulator
	env    map[string]string
	doctor app.Doctor
}

const examinedOrganisations = `
app: {id: 4711, slug: upkeep, name: Upkeep}
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ben]
    teams: [{slug: arbi-bom, members: [ben]}]
    repositories:
      - name: .github
        files:
          upkeep.yml: |
            mode: active
            writes: {issues: plan}
            boards: {maintenance: 1}
            upgrades:
              - {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}
      - name: roadmap
        people: {ben: write}
        issues: [{title: Django, author: ben, body: "- [ ] acme/roadmap#2"}, {title: Child, author: ben, body: Please.}]
    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django 5.2]
          Source: [arbi-bom]
          Owner: text
          Owner Does: text
`

func examine(t *testing.T) *examined {
	t.Helper()
	e := &examined{t: t}
	var hook http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/readyz" {
			return
		}
		hook.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	e.github = emulator.New(t, examinedOrganisations, func(o *emulator.Options) { o.WebhookURL = server.URL + "/api/github/hook" })
	key, err := e.github.AppKey()
	e.must(err)
	folder := t.TempDir()
	e.env = map[string]string{
		"GITHUB_APP_INTEGRATION_ID": "4711", "GITHUB_APP_PRIVATE_KEY": string(key), "GITHUB_APP_WEBHOOK_SECRET": "a secret",
		"UPKEEP_DATABASE_URL": "sqlite://" + filepath.Join(folder, "upkeep.db"), "UPKEEP_ADDR": strings.TrimPrefix(server.URL, "http://"),
		"UPKEEP_CONFIG": filepath.Join(folder, "upkeep.yml"),
	}
	e.must(os.WriteFile(e.env["UPKEEP_CONFIG"], nil, 0o600))
	e.again()
	e.work(&hook)
	return e
}

func (e *examined) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

// again makes a doctor with the settings as they are now.
func (e *examined) again() {
	e.doctor = doctor(func(name string) string { return e.env[name] })
	e.doctor.Version, e.doctor.Transport = "v1.0.0", e.github.RoundTripper()
}

// work is what the server does before anybody looks: its resync, and one webhook.
func (e *examined) work(hook *http.Handler) {
	e.t.Helper()
	ctx := e.t.Context()
	db, err := store.Open(ctx, e.doctor.Settings.DatabaseURL.Reveal(), time.Now)
	e.must(err)
	a, err := app.New(ctx, app.Options{
		Settings: e.doctor.Settings, Store: db, Transport: e.github.RoundTripper(), Now: time.Now, After: time.After,
		Random: func() float64 { return 0.5 }, Log: zerolog.Nop(),
	})
	e.must(err)
	*hook = a.Handler()
	e.must(a.Start(ctx))
	_, err = e.github.Comment("ben", upgrade.Ref{Owner: "acme", Repo: "roadmap", Number: 2}, "Hello.")
	e.must(err)
	for range 20 {
		_, err = e.github.Deliver(ctx)
		e.must(err)
		_, err = a.Pump(ctx)
		e.must(err)
		_, err = a.Work(ctx, 50)
		e.must(err)
	}
	e.must(db.Close())
}

var updateDoctor = flag.Bool("update", false, "write the golden files anew; read every one before it is committed")

// changing is what differs from machine to machine and from run to run.
var changing = regexp.MustCompile(`127\.0\.0\.1:\d+|SQLite [\d.]+, \S+ [kMG]B|\(request [^)]*\)|[\d-]+ [\d:]+ UTC|\d+ s ago|installations/\d+|\d+ wait for|version \d+`)

// golden compares what a doctor prints with its file.
func (e *examined) golden(name, format string) {
	e.t.Helper()
	var text strings.Builder
	findings := e.doctor.Examine(e.t.Context())
	for i, f := range findings {
		if f.Group == checkup.GroupDatabase && f.About == "disk" { // this machine's
			findings[i].Health, findings[i].Says, findings[i].Mend = checkup.OK, "…", ""
		}
	}
	err := printFindings(&text, findings, format)
	anyWrong := slices.ContainsFunc(findings, func(f checkup.Finding) bool { return f.Health == checkup.Wrong })
	if (err != nil) != anyWrong {
		e.t.Errorf("the error is %v, and that something is wrong is %t", err, anyWrong)
	}
	got := changing.ReplaceAllString(text.String(), "…")
	file := filepath.Join("testdata", "doctor", name)
	if *updateDoctor {
		e.must(os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	e.must(err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		e.t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// breaking is a network on which some requests fail.
type breaking struct {
	http.RoundTripper
	breaks func(*http.Request) bool
}

func (b breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.breaks(r) {
		return nil, errors.New("connection refused")
	}
	return b.RoundTripper.RoundTrip(r)
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		format string
		change func(e *examined)
	}{
		"well.txt": {"text", func(*examined) {}},
		"unregistered.json": {"json", func(e *examined) {
			delete(e.env, "GITHUB_APP_INTEGRATION_ID")
			delete(e.env, "GITHUB_APP_PRIVATE_KEY")
			delete(e.env, "GITHUB_APP_WEBHOOK_SECRET")
			e.again()
		}},
		"refused.txt": {"text", func(e *examined) {
			e.env["GITHUB_APP_INTEGRATION_ID"], e.env["UPKEEP_MARKER_KEYS"], e.env["UPKEEP_HALT"] = "99", "a marker key of this year", "true"
			e.again()
		}},
		"settings.txt": {"text", func(e *examined) {
			e.env["GITHUB_APP_PRIVATE_KEY"], e.env["UPKEEP_HALT"] = "no key", "perhaps"
			e.again()
		}},
		"unreachable.txt": {"text", func(e *examined) {
			e.doctor.Transport = breaking{nil, func(*http.Request) bool { return true }}
		}},
		"one-fails.txt": {"text", func(e *examined) {
			e.doctor.Transport = breaking{e.github.RoundTripper(), func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/app/hook/config") }}
		}},
		"clock.txt": {"text", func(e *examined) {
			e.doctor.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		}},
		"wrong.txt": {"text", func(e *examined) {
			e.must(e.github.LosePermission("olga", "members"))
			e.github.SetWebhook("http://upkeep.invalid/hook", "")
			e.must(e.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: fast\n"))
			_, err := e.github.Deliver(e.t.Context())
			e.must(err)
			e.must(e.github.SetOptions("olga", emulator.BoardRef{Org: "acme", Number: 1}, "Status", "Todo"))
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := examine(t)
			test.change(e)
			e.golden(name, test.format)
		})
	}
}

// Before the first start there is no database, and a look makes none. What can
// be told without one is.
func TestDoctorWithoutDatabase(t *testing.T) {
	t.Parallel()
	e := examine(t)
	file := filepath.Join(t.TempDir(), "upkeep.db")
	e.env["UPKEEP_DATABASE_URL"] = "sqlite://" + file
	e.again()
	e.golden("no-database.txt", "text")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}
