package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

// arrivals is a receiver that notes the deliveries by what they say.
type arrivals struct {
	mu   sync.Mutex
	got  []string
	came chan struct{}
}

func (a *arrivals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.got = append(a.got, r.Header.Get("X-GitHub-Delivery"))
	w.WriteHeader(http.StatusAccepted)
	select {
	case a.came <- struct{}{}:
	default:
	}
}

func (a *arrivals) list() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.got)
}

// commented is an emulator under chaos in which anna wrote ten comments; told
// are the deliveries' guids in the order of the comments.
func commented(t *testing.T, settings string) (s *stricken, to *arrivals, told []string) {
	t.Helper()
	to = &arrivals{came: make(chan struct{}, 1)}
	server := httptest.NewServer(to)
	t.Cleanup(server.Close)
	s = newStricken(t, func(o *emulator.Options) { o.WebhookURL = server.URL }).strike(t, settings)
	for n := range 10 {
		if _, err := s.Comment("anna", ref(t, "acme/shop#2"), fmt.Sprint("comment ", n)); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range s.Pending() {
		if !slices.Contains(told, d.GUID) {
			told = append(told, d.GUID)
		}
	}
	if len(told) != 10 {
		t.Fatalf("%d events", len(told))
	}
	return s, to, told
}

func TestDisturbedDeliveriesAllArrive(t *testing.T) {
	t.Parallel()
	for settings, want := range map[string]struct {
		inOrder bool
		more    bool
	}{
		"off":                                 {true, false},
		"duplicate=0.5":                       {true, true},
		"reorder=0.5":                         {false, false},
		"delay=0.5":                           {false, false},
		"duplicate=1,row=1000":                {true, true},
		"delay=1,row=1000":                    {false, false},
		"reorder=0.4,delay=0.4,duplicate=0.3": {false, true},
	} {
		t.Run(settings, func(t *testing.T) {
			t.Parallel()
			s, to, told := commented(t, settings)
			tried, err := s.Deliver(context.Background())
			if err != nil || tried != len(to.list()) {
				t.Errorf("tried %d, %d arrived: %v", tried, len(to.list()), err)
			}
			seen := []string{}
			for _, guid := range to.list() {
				if !slices.Contains(seen, guid) {
					seen = append(seen, guid)
				}
			}
			if inOrder := cmp.Equal(told, seen); inOrder != want.inOrder {
				t.Errorf("in order: %t", inOrder)
			}
			if more := tried > len(told); more != want.more {
				t.Errorf("%d deliveries of %d events", tried, len(told))
			}
			slices.Sort(told)
			slices.Sort(seen)
			if diff := cmp.Diff(told, seen); diff != "" {
				t.Errorf("arrived (-want +got):\n%s", diff)
			}
			if left := s.Pending(); len(left) > 0 {
				t.Errorf("%d are left", len(left))
			}
		})
	}
}

func TestLostDeliveriesAreLoggedAndCanBeRedelivered(t *testing.T) {
	t.Parallel()
	s, to, told := commented(t, "lost=1,row=1000,faults=10")
	if _, err := s.Deliver(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := to.list(); len(got) > 0 {
		t.Fatalf("%d arrived", len(got))
	}
	hooks := asApp(t, s.RoundTripper()).Apps
	log, _, err := hooks.ListHookDeliveries(context.Background(), nil)
	if err != nil || len(log) != len(told) {
		t.Fatalf("%d in the log: %v", len(log), err)
	}
	for _, d := range log {
		if d.GetStatusCode() != http.StatusBadGateway || d.GetStatus() == "OK" {
			t.Errorf("delivery %d ended with %d %s", d.GetID(), d.GetStatusCode(), d.GetStatus())
		}
		_, _, _ = hooks.RedeliverHookDelivery(context.Background(), d.GetID())
	}
	if _, err := s.Deliver(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := to.list()
	slices.Sort(got)
	slices.Sort(told)
	if diff := cmp.Diff(told, got); diff != "" {
		t.Errorf("arrived in the end (-want +got):\n%s", diff)
	}
}

func TestRunWaitsForWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	to := &arrivals{came: make(chan struct{}, 1)}
	server := httptest.NewServer(to)
	defer server.Close()
	asked := make(chan time.Duration, 10) // more often when something else wakes it meanwhile
	due := make(chan time.Time, 1)
	s := newStricken(t, func(o *emulator.Options) { o.WebhookURL = server.URL })
	clock := newClock()
	e := small(t, clock, func(o *emulator.Options) {
		o.WebhookURL = server.URL
		o.After = func(d time.Duration) <-chan time.Time { asked <- d; return due }
	})
	s.Emulator = e
	s.strike(t, "delay=1,faults=1,delay-time=100s")
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	for _, text := range []string{"late", "on time"} {
		if _, err := e.Comment("anna", ref(t, "acme/shop#2"), text); err != nil {
			t.Fatal(err)
		}
	}
	late := e.Pending()[0].GUID
	go func() { ended <- e.Run(ctx) }()
	wait := <-asked
	<-to.came
	if got := to.list(); len(got) != 1 || got[0] == late || wait <= 0 || wait > 100*time.Second {
		t.Errorf("after a wait of %s came %v", wait, got)
	}
	clock.Pass(wait)
	due <- clock.Now()
	<-to.came
	if got := to.list(); len(got) != 2 || got[1] != late {
		t.Errorf("came %v", got)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestCalmLetsGoWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	s, to, told := commented(t, "reorder=0.5,delay=0.5,row=1000")
	s.strike(t, "off")
	if _, err := s.Deliver(context.Background()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(told, to.list()); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
