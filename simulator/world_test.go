package simulator_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed" // the organisations
	"encoding/pem"
	"fmt"
	"io"
	random "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
)

//go:embed testdata/organisations.yml
var organisations string

const (
	hookURL = "https://upkeep.example/api/github/hook"
	secret  = "a secret that signs webhooks"
	bot     = "upkeep[bot]"
	appID   = 1207
)

// appKey is made once, and short: signing with a longer one would take a tenth
// of the time.
var appKey = sync.OnceValues(func() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), nil
})

// world is one story: GitHub, the app, the clock between them, and the model
// of what has to come of it.
type world struct {
	ctx    context.Context
	seed   uint64
	random *random.Rand
	now    time.Time
	github *emulator.Emulator
	store  *store.Store
	config config.Settings
	wire   *wire
	app    *app.App
	hook   http.Handler // nil while the app is down
	people *people
	model  *model
	// meanwhile is what people do while the app works on what a request is about.
	meanwhile func(request string)

	step   int
	writes int      // how many of the emulator's writes were looked at
	trail  []string // what happened, for the report of a failure
	log    func(string)
	wrong  []string
	halted bool
	acted  bool // a person has acted within the step
}

func newWorld(t *testing.T, seed uint64, log func(string)) *world {
	t.Helper()
	w := bareWorld(t, seed, organisations, log)
	w.model = newModel(w)
	w.people = newPeople(w)
	w.meanwhile = w.people.actOn
	w.people.begin()
	w.model.begin()
	w.start()
	return w
}

// bareWorld is a world of these organisations in which nobody has done anything
// and the app has not been started.
func bareWorld(t *testing.T, seed uint64, organisations string, log func(string)) *world {
	t.Helper()
	key, err := appKey()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		ctx: t.Context(), seed: seed, random: random.New(random.NewPCG(seed, 1)), log: log,
		now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	w.github = emulator.New(t, organisations, func(o *emulator.Options) {
		o.Seed, o.Now, o.AppKey = int64(seed), func() time.Time { return w.now }, key
		o.WebhookURL, o.WebhookSecret, o.Client = hookURL, secret, &http.Client{Transport: postman{w}}
	})
	if w.config, err = settings(string(key)); err != nil {
		t.Fatal(err)
	}
	if w.store, err = store.Open(w.ctx, "memory:", func() time.Time { return w.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.wire = &wire{world: w, next: w.github.RoundTripper(), former: map[string]former{}}
	return w
}

func settings(key string) (config.Settings, error) {
	environment := map[string]string{
		"GITHUB_APP_INTEGRATION_ID": fmt.Sprint(appID), "GITHUB_APP_PRIVATE_KEY": key,
		"GITHUB_APP_WEBHOOK_SECRET": secret, "UPKEEP_DATABASE_URL": "sqlite://./unused.db",
	}
	return config.Load(func(name string) string { return environment[name] })
}

// start starts the app on its database, as a process does that comes up.
func (w *world) start() {
	w.replace()
	if err := w.app.Start(w.ctx); err != nil {
		w.fail("start the app: %v", err)
	}
}

// replace lets another replica go on with the database; the one before is
// gone. No start asks it to look at everything, which would hide what was lost.
func (w *world) replace() {
	w.app = w.newApp(w.wire, w.clock)
	w.hook = w.app.Handler()
}

func (w *world) newApp(transport http.RoundTripper, clock func() time.Time) *app.App {
	log := zerolog.Nop()
	if w.log != nil {
		log = zerolog.New(appLog{w}).Level(zerolog.InfoLevel)
	}
	a, err := app.New(w.ctx, app.Options{
		Settings: w.config, Store: w.store, Transport: transport, Now: clock,
		After:  func(time.Duration) <-chan time.Time { return nil }, // only Run waits, and nothing runs
		Random: func() float64 { return 0.5 }, Log: log, Workers: 1,
	})
	if err != nil {
		panic(err)
	}
	return a
}

// appLog puts the app's log between the steps.
type appLog struct{ w *world }

func (l appLog) Write(line []byte) (int, error) {
	l.w.log("        " + string(bytes.TrimSpace(line)))
	return len(line), nil
}

// clock is the app's clock, at which the wire may let the process die.
func (w *world) clock() time.Time {
	w.wire.tick()
	return w.now
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

// fail notes what is wrong; the story ends with the step.
func (w *world) fail(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// note writes what happens into the trail.
func (w *world) note(format string, args ...any) {
	line := fmt.Sprintf("%5d %s  ", w.step, w.now.Format("01-02 15:04:05.000")) + fmt.Sprintf(format, args...)
	w.trail = append(w.trail, line)
	if len(w.trail) > 4000 {
		w.trail = append([]string(nil), w.trail[2000:]...)
	}
	if w.log != nil {
		w.log(line)
	}
}

func (w *world) chance(percent int) bool { return w.random.IntN(100) < percent }

func pick[T any](w *world, from []T) T { return from[w.random.IntN(len(from))] }

// postman brings GitHub's webhooks to the app in process.
type postman struct{ w *world }

func (p postman) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.w.hook == nil {
		return nil, fmt.Errorf("connection refused")
	}
	served := r.Clone(r.Context())
	recorder := httptest.NewRecorder()
	p.w.hook.ServeHTTP(recorder, served)
	answer := recorder.Result()
	answer.Request = r
	if answer.StatusCode != http.StatusAccepted {
		body, _ := io.ReadAll(answer.Body)
		p.w.fail("a delivery was answered %d: %s", answer.StatusCode, body)
	}
	return answer, nil
}
