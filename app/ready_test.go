package app

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
)

// TestReadyMeansIt turns /readyz red for each thing that keeps deliveries from
// being stored or worked on, and says which.
func TestReadyMeansIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		happens func(a *App, clock *testclock.Clock)
		want    string
	}{
		"all is well":           {func(*App, *testclock.Clock) {}, ""},
		"not started":           {func(a *App, _ *testclock.Clock) { a.pulse.stage.Store(stageStarting) }, "not running yet"},
		"shutting down":         {func(a *App, _ *testclock.Clock) { a.pulse.stage.Store(stageDraining) }, "shutting down"},
		"a moment of nothing":   {func(_ *App, c *testclock.Clock) { c.Pass(stuckAfter) }, ""},
		"the pump is stuck":     {func(a *App, c *testclock.Clock) { c.Pass(stuckAfter + time.Second); a.beat(&a.pulse.worked) }, "the pump got nowhere for 1m1s"},
		"the workers are stuck": {func(a *App, c *testclock.Clock) { c.Pass(stuckAfter + time.Second); a.beat(&a.pulse.pumped) }, "the workers got nowhere for 1m1s"},
		"no database":           {func(a *App, _ *testclock.Clock) { _ = a.options.Store.Close() }, "write to the database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
			a := idle(t, clock)
			a.beat(&a.pulse.pumped)
			a.beat(&a.pulse.worked)
			a.pulse.stage.Store(stageRunning)
			test.happens(a, clock)
			answer := httptest.NewRecorder()
			a.readyz(answer, httptest.NewRequest("GET", "/readyz", nil))
			if (answer.Code == 200) != (test.want == "") || !strings.Contains(answer.Body.String(), test.want) {
				t.Errorf("%d %s, want %q", answer.Code, answer.Body, test.want)
			}
		})
	}
}

// idle is an app of which only what /readyz asks is there.
func idle(t *testing.T, clock *testclock.Clock) *App {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite://"+filepath.Join(t.TempDir(), "upkeep.db"), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &App{options: Options{Store: db, Now: clock.Now, Log: zerolog.Nop()}}
}

// TestRunsThatAllHang wants a replica whose places are all taken by runs that do
// not end to stop being ready, and a stop to show at once.
func TestRunsThatAllHang(t *testing.T) {
	t.Parallel()
	a := idle(t, testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)))
	hang, clock := make(chan struct{}), testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	a.options.Workers, a.options.Now, a.options.After = 1, clock.Now, time.After
	a.arrived, a.due = make(chan struct{}, 1), make(chan struct{}, 1)
	a.pump = &pump{store: a.options.Store}
	a.reconciler = reconcile.New(reconcile.Options{Marker: reconcile.Marker{AppID: 1, Keys: [][]byte{[]byte("a marker key")}}})
	a.worker = &worker{queue: a.options.Store, reconciler: stubborn{hang}, now: clock.Now, random: func() float64 { return 0 }}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, time.Minute) }()

	// The pump goes on, and the clock with it.
	eventually(t, "not ready", func() bool {
		clock.Pass(time.Second)
		err := a.Ready(t.Context())
		return err != nil && strings.Contains(err.Error(), "the workers got nowhere")
	})
	stop()
	eventually(t, "not ready because of the stop", func() bool { return errors.Is(a.Ready(t.Context()), errDraining) })
	close(hang)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// stubborn is a reconciler whose runs do not end by themselves, whatever their context says.
type stubborn struct{ hang chan struct{} }

func (s stubborn) Reconcile(context.Context, store.Claim) (string, error) {
	<-s.hang
	return "", nil
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 2000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("never %s", what)
}
