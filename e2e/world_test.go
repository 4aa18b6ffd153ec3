//go:build services

package e2e_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/emulator/ratelimit"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/store/pgtest"
)

// patience is how long something may take to come out right: the pace of
// descriptions alone is up to 30 s between two edits.
const patience = 90 * time.Second

// patienceAmidChaos has room for a backoff that has grown.
const patienceAmidChaos = 3 * time.Minute

// database is a kind of database that the app can run on.
type database struct {
	name string
	make func(t testing.TB) (url string)
}

func sqlite(t testing.TB) string {
	t.Helper()
	return "sqlite://" + filepath.Join(t.TempDir(), "upkeep.db")
}

func databases() []database { return []database{{"sqlite", sqlite}, {"postgres", pgtest.Start}} }

// world is one GitHub and what the app needs to work for it.
type world struct {
	testing.TB
	github    *emulator.Emulator
	githubURL string
	children  int
	// gateway is between GitHub and the app's API calls.
	gateway     *gateway
	front       *front
	key         string
	secret      string
	databaseURL string
	// launch changes how the servers to come are started: another program, another root.
	launch func(*exec.Cmd)
}

// options are what tests do differently.
type options struct {
	database func(testing.TB) string // sqlite when nil
	children int
	// organisation is the YAML of another organisation than the one with so many children.
	organisation string
	// behind is how far GitHub's clock is behind the app's.
	behind time.Duration
	// seed and chaos are what goes wrong on GitHub; seed 1 and nothing when zero.
	seed  int64
	chaos chaos.Settings
	// absent leaves GitHub's API unreachable; world.arrive brings it.
	absent bool
}

// newWorld makes a GitHub with one organisation, in plan mode, and serves it.
// No app runs yet.
func newWorld(t testing.TB, o options) *world {
	t.Helper()
	w := &world{TB: t, children: o.children, front: newFront(t), secret: "e2e-webhook-secret", gateway: &gateway{}}
	// An address of its own: nothing else on this machine takes the port
	// while the listener is not there yet.
	listener := w.listen("127.0.0.2:0")
	w.githubURL = "http://" + listener.Addr().String()
	behind := o.behind + time.Hour // what there is at the start is not of today's second
	if o.organisation == "" {
		o.organisation = organisation(w.githubURL, o.children)
	}
	w.github = emulator.New(t, o.organisation, func(with *emulator.Options) {
		with.Now = func() time.Time { return time.Now().Add(-behind) }
		with.After = time.After
		if !o.chaos.Off() {
			with.Seed, with.Chaos, with.Limits = o.seed, o.chaos, ratelimit.GitHub
		}
		with.WebURL, with.WebhookURL, with.WebhookSecret = w.githubURL, w.front.url+hookPath, w.secret
	})
	behind = o.behind
	key, err := w.github.AppKey()
	w.must(err)
	w.key, w.gateway.github = string(key), w.github
	if o.database == nil {
		o.database = sqlite
	}
	w.databaseURL = o.database(t)
	if o.absent {
		w.must(listener.Close())
	} else {
		serveHTTP(t, listener, w.gateway)
	}
	ctx, stop := context.WithCancel(context.Background())
	sent := make(chan error, 1)
	go func() { sent <- w.github.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-sent; !errors.Is(err, context.Canceled) {
			t.Errorf("send webhooks: %v", err)
		}
	})
	return w
}

// arrive makes GitHub's API reachable.
func (w *world) arrive() {
	w.Helper()
	serveHTTP(w, w.listen(strings.TrimPrefix(w.githubURL, "http://")), w.gateway)
}

func (w *world) listen(address string) net.Listener {
	w.Helper()
	listener, err := net.Listen("tcp", address)
	w.must(err)
	return listener
}

// serveHTTP serves until the test ends.
func serveHTTP(t testing.TB, listener net.Listener, handler http.Handler) {
	t.Helper()
	server := &http.Server{Handler: handler}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve %s: %v", listener.Addr(), err)
		}
	})
}

// environment is what `upkeep serve` is given, and nothing else.
func (w *world) environment() map[string]string {
	return map[string]string{
		"GITHUB_WEB_URL":            w.githubURL,
		"GITHUB_V3_API_URL":         w.githubURL + "/api/v3",
		"GITHUB_V4_API_URL":         w.githubURL + "/api/graphql",
		"GITHUB_APP_INTEGRATION_ID": appID,
		"GITHUB_APP_PRIVATE_KEY":    w.key,
		"GITHUB_APP_WEBHOOK_SECRET": w.secret,
		"UPKEEP_ADDR":               "127.0.0.1:0",
		"UPKEEP_DATABASE_URL":       w.databaseURL,
	}
}

// upkeep runs a subcommand on the app's database and returns what it prints.
func (w *world) upkeep(args ...string) string {
	w.Helper()
	return w.ends(0, []string{"UPKEEP_DATABASE_URL=" + w.databaseURL}, args...)
}

// asks runs a subcommand with the server's settings, which ends with a code.
func (w *world) asks(code int, args ...string) string {
	w.Helper()
	var settings []string
	for name, value := range w.environment() {
		settings = append(settings, name+"="+value)
	}
	return w.ends(code, settings, args...)
}

func (w *world) ends(code int, settings []string, args ...string) string {
	w.Helper()
	command := exec.Command(binary, args...)
	command.Env = settings
	said, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != code {
		w.Fatalf("upkeep %s: %v, want exit code %d\n%s", strings.Join(args, " "), err, code, said)
	}
	return string(said)
}

// store opens the app's database for one look.
func (w *world) store(look func(context.Context, *store.Store) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := store.Open(ctx, w.databaseURL, time.Now)
	if err != nil {
		return err
	}
	return errors.Join(look(ctx, db), db.Close())
}

// must ends the test on an error in what people do or in the test's own means.
func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// eventually waits until a check has nothing to complain about any more.
func (w *world) eventually(check func() error) {
	w.Helper()
	patience := patience
	if !w.github.Chaos().Off() {
		patience = patienceAmidChaos
	}
	deadline := time.Now().Add(patience)
	for {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			w.Fatalf("not so after %s: %v", patience, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
