package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/testclock"
)

// stricken is an emulator to be struck, with a token of the app in acme.
type stricken struct {
	*emulator.Emulator
	clock *testclock.Clock
	token string
	// notes is the field of that name, card the card of acme/shop#2.
	board, notes, card string
}

func newStricken(t testing.TB, change ...func(*emulator.Options)) *stricken {
	t.Helper()
	s := &stricken{clock: newClock()}
	passed := make(chan time.Time)
	close(passed)
	s.Emulator = small(t, s.clock, append(change, func(o *emulator.Options) {
		o.After = func(time.Duration) <-chan time.Time { return passed }
	})...)
	apps := asApp(t, s.RoundTripper()).Apps
	found, _, err := apps.ListInstallations(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, _, err := apps.CreateInstallationToken(context.Background(), found[0].GetID(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.token = made.GetToken()
	board := s.Board("acme", 1)
	s.board, s.card = string(board.ID), string(board.Item(ref(t, "acme/shop#2")).ID)
	text := s.query(t, `{ organization(login: "acme") { projectV2(number: 1) { field(name: "Notes") { ... on ProjectV2Field { id } } } } }`).text
	_, s.notes, _ = strings.Cut(text, `"id":"`)
	s.notes, _, _ = strings.Cut(s.notes, `"`)
	return s
}

// strike sets the chaos.
func (s *stricken) strike(t testing.TB, settings string) *stricken {
	t.Helper()
	parsed, err := chaos.Parse(settings)
	if err != nil {
		t.Fatal(err)
	}
	s.SetChaos(parsed)
	return s
}

// heard is what came back of a request.
type heard struct {
	status int
	header http.Header
	text   string
	err    error // of the request or of reading its answer
}

func (s *stricken) ask(t testing.TB, client *http.Client, method, address, body string) heard {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	answer, err := client.Do(r)
	if err != nil {
		return heard{err: err}
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	return heard{answer.StatusCode, answer.Header, string(text), err}
}

func (s *stricken) inside() *http.Client { return &http.Client{Transport: s.RoundTripper()} }

func (s *stricken) query(t testing.TB, document string) heard {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	return s.ask(t, s.inside(), http.MethodPost, "https://github.test/api/graphql", string(body))
}

// setNotes is a document that sets the notes to 1, 2 and 3 by three mutations.
func (s *stricken) setNotes() string {
	var all strings.Builder
	all.WriteString("mutation Notes {")
	for n := range 3 {
		fmt.Fprintf(&all, ` m%d: updateProjectV2ItemFieldValue(input: {projectId: %q, itemId: %q, fieldId: %q, value: {text: "%d"}}) { projectV2Item { id } }`,
			n+1, s.board, s.card, s.notes, n+1)
	}
	return all.String() + " }"
}

func (s *stricken) note(t testing.TB) string {
	t.Helper()
	return s.Board("acme", 1).Item(ref(t, "acme/shop#2")).Values["Notes"]
}

// symptom says what is wrong with an answer that should show a kind of fault.
func (h heard) symptom(kind chaos.Kind, graphql bool) string {
	said := func(want bool) string {
		if want {
			return ""
		}
		return fmt.Sprintf("%d %s %v %v", h.status, h.text, h.header, h.err)
	}
	switch kind {
	case chaos.Error, chaos.ErrorAfter, chaos.BatchFail:
		return said(h.err == nil && h.status >= 500)
	case chaos.Hang, chaos.HangAfter, chaos.Cut, chaos.CutAfter:
		return said(h.err != nil && h.status == 0)
	case chaos.Truncate:
		return said(h.status > 0 && h.text != "" && (h.err != nil || !json.Valid([]byte(h.text))))
	case chaos.HTML:
		return said(h.status == 200 && strings.HasPrefix(h.header.Get("Content-Type"), "text/html") && strings.Contains(h.text, "<html>"))
	case chaos.Limit:
		limited := h.header.Get("Retry-After") == "60" || h.header.Get("X-RateLimit-Remaining") == "0"
		return said(limited && strings.Contains(h.text, "rate limit") && (h.status == 403 || h.status == 429 || graphql && h.status == 200))
	case chaos.Forbid:
		status := 403
		if graphql {
			status = 200
		}
		return said(h.status == status && strings.Contains(h.text, "Resource not accessible by integration"))
	case chaos.BatchPart:
		return said(h.status == 200 && strings.Contains(h.text, "Something went wrong") && strings.Contains(h.text, `"path":["m`))
	default:
		return "no symptom is known for " + string(kind)
	}
}

func TestEachFaultShowsAndDoesWhatItSays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind    chaos.Kind
		applied bool
	}{
		{chaos.Error, false},
		{chaos.ErrorAfter, true},
		{chaos.Hang, false},
		{chaos.HangAfter, true},
		{chaos.Cut, false},
		{chaos.CutAfter, true},
		{chaos.Truncate, true},
		{chaos.HTML, true},
		{chaos.Limit, false},
		{chaos.Forbid, false},
	}
	for _, test := range tests {
		for _, socket := range []bool{false, true} {
			t.Run(fmt.Sprint(test.kind, " socket ", socket), func(t *testing.T) {
				t.Parallel()
				s := newStricken(t)
				client, address := s.inside(), "https://github.test"
				if socket {
					server := httptest.NewServer(s)
					defer server.Close()
					client, address = server.Client(), server.URL
				}
				s.strike(t, string(test.kind)+"=1,faults=1")
				comments := len(s.Comments(ref(t, "acme/shop#2")))
				h := s.ask(t, client, http.MethodPost, address+"/api/v3/repos/acme/shop/issues/2/comments", `{"body": "Hello"}`)
				if wrong := h.symptom(test.kind, false); wrong != "" {
					t.Errorf("REST: %s", wrong)
				}
				if got := len(s.Comments(ref(t, "acme/shop#2"))) > comments; got != test.applied {
					t.Errorf("REST: applied %t", got)
				}
				s.strike(t, string(test.kind)+"=1,faults=1")
				body, err := json.Marshal(map[string]string{"query": s.setNotes()})
				if err != nil {
					t.Fatal(err)
				}
				h = s.ask(t, client, http.MethodPost, address+"/api/graphql", string(body))
				if wrong := h.symptom(test.kind, true); wrong != "" {
					t.Errorf("GraphQL: %s", wrong)
				}
				if got := s.note(t) == "3"; got != test.applied {
					t.Errorf("GraphQL: applied %t, notes %q", got, s.note(t))
				}
				if log := s.ChaosLog(); len(log) != 1 || log[0].Kind != test.kind || !strings.HasPrefix(log[0].Asked, "mutation Notes #") {
					t.Errorf("log %v", log)
				}
			})
		}
	}
}

func TestFaultsOfReads(t *testing.T) {
	t.Parallel()
	for _, kind := range []chaos.Kind{chaos.Error, chaos.Hang, chaos.Cut, chaos.Truncate, chaos.HTML, chaos.Limit} {
		s := newStricken(t).strike(t, string(kind)+"=1,faults=1")
		h := s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop", "")
		if wrong := h.symptom(kind, false); wrong != "" {
			t.Errorf("%s: %s", kind, wrong)
		}
	}
	for _, kind := range []chaos.Kind{chaos.ErrorAfter, chaos.HangAfter, chaos.CutAfter, chaos.Forbid, chaos.BatchFail} {
		s := newStricken(t).strike(t, string(kind)+"=1")
		if h := s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop", ""); h.status != 200 {
			t.Errorf("a read meets %s: %+v", kind, h)
		}
	}
}

func TestFormsOfFaults(t *testing.T) {
	t.Parallel()
	s := newStricken(t)
	seen := map[string]bool{}
	for _, kind := range []string{"5xx", "truncate", "limit"} {
		s.strike(t, kind+"=1,row=1000,limit-time=1s")
		for n := range 40 {
			h := s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop", "")
			seen[fmt.Sprint(kind, " ", h.status, " ", strings.HasPrefix(h.text, "<"), " ", h.err != nil)] = true
			if kind == "limit" {
				s.strike(t, fmt.Sprintf("limit=1,limit-time=%ds", 2+n))
				h = s.ask(t, s.inside(), http.MethodGet, fmt.Sprint("https://github.test/repos/acme/shop?", n), "")
				seen[fmt.Sprint("left ", h.status, " ", h.header.Get("X-RateLimit-Remaining") == "0")] = true
			}
		}
	}
	for _, form := range []string{
		"5xx 500 false false", "5xx 502 false false", "5xx 502 true false", "5xx 503 true false", "5xx 504 false false",
		"truncate 200 false true", "truncate 200 false false", "left 403 false", "left 429 false", "left 403 true",
	} {
		if !seen[form] {
			t.Errorf("never seen: %s", form)
		}
	}
	if t.Failed() {
		t.Log(seen)
	}
}

func TestBatchFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	s := newStricken(t).strike(t, "batch-fail=1,row=1000")
	seen := map[string]bool{}
	for range 30 {
		h := s.query(t, s.setNotes())
		if wrong := h.symptom(chaos.BatchFail, true); wrong != "" {
			t.Fatal(wrong)
		}
		seen[s.note(t)] = true
	}
	if diff := cmp.Diff(map[string]bool{"1": true, "2": true}, seen); diff != "" {
		t.Errorf("notes after a batch that failed (-want +got):\n%s", diff)
	}
}

func TestPartOfABatchFails(t *testing.T) {
	t.Parallel()
	s := newStricken(t).strike(t, "batch-part=1,row=1000")
	seen := map[string]bool{}
	for range 40 {
		h := s.query(t, s.setNotes())
		if wrong := h.symptom(chaos.BatchPart, true); wrong != "" {
			t.Fatal(wrong)
		}
		var answer struct {
			Data   map[string]any
			Errors []struct{ Path []string }
		}
		if err := json.Unmarshal([]byte(h.text), &answer); err != nil {
			t.Fatal(err)
		}
		for _, failed := range answer.Errors {
			if answer.Data[failed.Path[0]] != nil {
				t.Errorf("%s failed and was answered: %s", failed.Path[0], h.text)
			}
		}
		seen[s.note(t)] = true
		if len(answer.Errors) > 2 {
			t.Errorf("nothing was done: %s", h.text)
		}
	}
	if !seen["1"] || !seen["2"] || !seen["3"] {
		t.Errorf("the last that is done is always one of %v", seen)
	}
}

func TestPartOfAQueryIsAnswered(t *testing.T) {
	t.Parallel()
	s := newStricken(t)
	one, two := s.Issue(ref(t, "acme/shop#1")).ID, s.Issue(ref(t, "acme/shop#2")).ID
	document := fmt.Sprintf(`{ me: viewer { login } all: nodes(ids: [%q, %q]) { id } one: node(id: %q) { id } }`, one, two, one)
	s.strike(t, "query-part=1,row=1000")
	lengths := map[int]bool{}
	for range 40 {
		var answer struct {
			Data struct {
				Me, One *struct{}
				All     []*struct{}
			}
			Errors []struct {
				Type string
				Path []any
			}
		}
		h := s.query(t, document)
		if err := json.Unmarshal([]byte(h.text), &answer); err != nil || h.status != 200 {
			t.Fatalf("%d %s: %v", h.status, h.text, err)
		}
		if len(answer.Errors) == 0 || answer.Errors[0].Type != "RESOURCE_LIMITS_EXCEEDED" || answer.Data.Me == nil || answer.Data.One != nil || len(answer.Data.All) != 2 {
			t.Errorf("%s", h.text)
		}
		lengths[len(answer.Errors)] = true
	}
	if diff := cmp.Diff(map[int]bool{1: true, 2: true, 3: true}, lengths); diff != "" {
		t.Errorf("numbers of errors (-want +got):\n%s", diff)
	}
}

func TestLimitAndPermissionLast(t *testing.T) {
	t.Parallel()
	s := newStricken(t)
	shop, comments := "https://github.test/repos/acme/shop", "https://github.test/repos/acme/shop/issues/2/comments"
	write := func() int { return s.ask(t, s.inside(), http.MethodPost, comments, `{"body": "x"}`).status }
	s.strike(t, "limit=1,faults=1")
	for range 5 {
		if h := s.ask(t, s.inside(), http.MethodGet, shop, ""); h.symptom(chaos.Limit, false) != "" {
			t.Errorf("within the limit: %d", h.status)
		}
	}
	s.strike(t, "forbid=1,faults=1")
	got := []int{write(), write(), s.ask(t, s.inside(), http.MethodGet, shop, "").status}
	s.clock.Pass(time.Minute)
	got = append(got, write())
	if diff := cmp.Diff([]int{403, 403, 200, 201}, got); diff != "" {
		t.Errorf("without and with the permission (-want +got):\n%s", diff)
	}
	var events []string
	for _, d := range s.Pending() {
		events = append(events, d.Event+" "+d.Action)
	}
	if diff := cmp.Diff([]string{"installation new_permissions_accepted", "issue_comment created"}, events); diff != "" {
		t.Errorf("deliveries (-want +got):\n%s", diff)
	}
}

func TestHangingEndsWithTheClientAndBlocksNobody(t *testing.T) {
	t.Parallel()
	s := newStricken(t)
	never := small(t, s.clock, func(o *emulator.Options) { o.Chaos = chaos.Settings{Rates: map[chaos.Kind]float64{chaos.Hang: 1}} })
	for _, socket := range []bool{false, true} {
		client, address := &http.Client{Transport: never.RoundTripper()}, "https://github.test"
		if socket {
			server := httptest.NewServer(never)
			defer server.Close()
			client, address = server.Client(), server.URL
		}
		ctx, stop := context.WithCancel(context.Background())
		gone := make(chan error)
		go func() {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/repos/acme/shop", nil)
			if err == nil {
				_, err = client.Do(r) //nolint:bodyclose // it fails
			}
			gone <- err
		}()
		if never.Issue(ref(t, "acme/shop#1")).ID == "" {
			t.Error("no issue")
		}
		stop()
		if err := <-gone; err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
			t.Errorf("socket %t: %v", socket, err)
		}
	}
}

func TestClockIsWrongByTheSameAmount(t *testing.T) {
	t.Parallel()
	still := testclock.At(time.Now()) // the app's own clock is the machine's
	s := newStricken(t, func(o *emulator.Options) { o.AuthNow = still.Now })
	date := func() string {
		return s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop", "").header.Get("Date")
	}
	right := date()
	s.strike(t, "skew=10m")
	wrong := date()
	if wrong == right || wrong != date() {
		t.Errorf("%s, then %s, then %s", right, wrong, date())
	}
	s.strike(t, "off")
	if got := date(); got != right {
		t.Errorf("%s without chaos, %s before", got, right)
	}
}

func TestChaosInTheFile(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, "chaos: {preset: storm, lost: 0}\norganizations: [{login: acme}]")
	want, err := chaos.Parse("storm,lost=0")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, e.Chaos()); diff != "" {
		t.Errorf("chaos (-want +got):\n%s", diff)
	}
}
