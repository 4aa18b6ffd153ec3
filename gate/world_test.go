package gate_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	appID = 4711
	lease = 30 * time.Second
	bot   = "upkeep[bot]"
)

const organisations = `
app: {id: 4711, slug: upkeep}
people: [stranger, "copycat[bot]"]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ada]
    repositories:
      - {name: .github, people: {ada: write}}
      - name: roadmap
        teams: {}
        people: {ada: write, stranger: read, "copycat[bot]": write}
        issues:
          - {title: Django, author: ada, body: "- [ ] acme/shop#1\r\n- [ ] acme/shop#2\n\nWords — of people.", line_ends: lf}
      - name: shop
        people: {ada: write}
        issues:
          - {title: One, author: ada, body: x}
          - {title: Two, author: ada, body: x}
      - name: vault
        private: true
        people: {ada: write}
        issues:
          - {title: Hidden, author: ada, body: x}
    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django]
          Note: text
      - number: 2
        title: For everybody
        public: true
        fields: {Note: text}
  - login: second
    installed: true
    owners: [olga]
    repositories:
      - name: lib
        issues: [{title: Other, author: olga, body: x}]
  - login: away
    owners: [olga]
    repositories:
      - name: lib
        issues: [{title: Foreign, author: olga, body: x}]
`

// world is an emulated GitHub with a gate to it.
type world struct {
	t      *testing.T
	clock  *testclock.Clock
	github *emulator.Emulator
	wire   *wire
	client *ghclient.Client
	store  *store.Store
	gate   *gate.Gate
	acme   int64
	board  upgrade.Board
	part   gate.Part
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: testclock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	w.github = emulator.New(t, organisations, func(o *emulator.Options) { o.Now = w.clock.Now })
	key, err := w.github.AppKey()
	w.must(err)
	w.wire = &wire{next: w.github.RoundTripper()}
	w.client, err = ghclient.New(ghclient.Config{
		V3URL: "https://api.github.test", V4URL: "https://api.github.test/graphql", AppID: appID, PrivateKey: key,
		Transport: w.wire, Now: w.clock.Now, UserAgent: "upkeep-test",
	})
	w.must(err)
	w.openStore()
	w.board, err = w.client.Board(t.Context(), w.acme, "acme", 1)
	w.must(err)
	w.part = gate.Part{
		Policy:  upgrade.Policy{Mode: upgrade.ModeActive},
		Upgrade: upgrade.Upgrade{Name: "Django"}, Owners: []string{"acme"},
	}
	return w
}

// openStore starts with an empty database that knows the installations, as
// after the loss of the one before.
func (w *world) openStore() {
	w.t.Helper()
	var err error
	w.store, err = store.Open(w.t.Context(), "memory:", w.clock.Now)
	w.must(err)
	opened := w.store
	w.t.Cleanup(func() { _ = opened.Close() })
	there, err := w.client.Installations(w.t.Context())
	w.must(err)
	for _, i := range there {
		if i.Account == "acme" {
			w.acme = i.ID
		}
		w.must(w.store.SaveInstallation(w.t.Context(), store.Installation{
			ID: i.ID, Account: i.Account, AccountID: i.AccountID, Suspended: i.Suspended, Permissions: i.Permissions,
		}))
	}
	w.restart()
}

// restart makes a new gate on the same database, as after a crash.
func (w *world) restart() {
	w.gate = &gate.Gate{
		Write: w.client, Read: w.client, Store: w.store, Now: w.clock.Now,
		Marker: reconcile.Marker{Keys: [][]byte{[]byte("a marker key")}, AppID: appID},
		Login:  func() string { return bot },
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// claim takes the key of an issue, as a worker does.
func (w *world) claim(ref string, cause upgrade.Cause) store.Claim {
	w.t.Helper()
	key := upgrade.IssueKey(w.issue(ref).ID)
	w.must(w.store.Trigger(w.t.Context(), upgrade.Trigger{Key: key, Installation: w.acme, Cause: cause}))
	claims, err := w.store.Claim(w.t.Context(), 1, lease)
	w.must(err)
	if len(claims) != 1 || claims[0].Key != key {
		w.t.Fatalf("claimed %v, want %s", claims, key)
	}
	return claims[0]
}

// apply carries out a plan in a run of its own.
func (w *world) apply(actions ...upgrade.Action) error {
	w.t.Helper()
	return w.applyFor(upgrade.CauseOther, actions...)
}

func (w *world) applyFor(cause upgrade.Cause, actions ...upgrade.Action) error {
	w.t.Helper()
	claim := w.claim("acme/roadmap#1", cause)
	part := w.part
	part.Plan.Actions = actions
	err := w.gate.Apply(w.t.Context(), claim, part)
	if done := w.store.Done(w.t.Context(), claim, "tested"); done != nil && !errors.Is(done, store.ErrFenced) {
		w.t.Fatal(done)
	}
	return err
}

func (w *world) issue(text string) emulator.Issue {
	w.t.Helper()
	return w.github.Issue(w.ref(text))
}

func (w *world) ref(text string) upgrade.Ref {
	w.t.Helper()
	ref, err := upgrade.ParseRef(text)
	w.must(err)
	return ref
}

// body replaces the roadmap issue's description.
func (w *world) body(text string) { w.must(w.github.EditBody("ada", w.ref("acme/roadmap#1"), text)) }

// box is the write of the first box of the roadmap issue as it is now.
func (w *world) box(checked bool) upgrade.EditBody {
	w.t.Helper()
	i := w.issue("acme/roadmap#1")
	return upgrade.EditBody{
		Issue: i.ID, Ref: i.Ref, Body: i.Body,
		Boxes: []upgrade.BoxWrite{{Offset: 3, Line: 1, Checked: checked, Child: "I_child"}},
	}
}

func (w *world) put(item upgrade.NodeID, status string) upgrade.PutItem {
	w.t.Helper()
	i := w.issue("acme/shop#1")
	field, _ := w.board.Field("Status")
	option, _ := field.Option(status)
	return upgrade.PutItem{
		Board: w.board, Content: i.ID, Ref: i.Ref, Item: item,
		Values: []upgrade.FieldWrite{{Field: field, Option: option, Text: status}},
	}
}

func (w *world) reply(text string) upgrade.SaveComment {
	w.t.Helper()
	i := w.issue("acme/roadmap#1")
	return upgrade.SaveComment{Issue: i.ID, Ref: i.Ref, Purpose: "reply:1", Text: text}
}

func (w *world) problem(text string) upgrade.SaveIssue {
	return upgrade.SaveIssue{
		Repository: upgrade.Repository{Owner: "acme", Name: ".github"}, Purpose: upgrade.PurposePolicy,
		Title: "The policy has problems", Text: text, Open: true,
	}
}

// reaction is a 👍 on a comment that ada writes for it.
func (w *world) reaction() upgrade.React {
	w.t.Helper()
	ref := w.ref("acme/roadmap#1")
	id, err := w.github.Comment("ada", ref, "Please")
	w.must(err)
	return upgrade.React{Ref: ref, Comment: id, Content: "+1"}
}

// writes are the app's writes, by method.
func (w *world) writes() []string {
	methods := []string{}
	for _, one := range w.github.Writes() {
		methods = append(methods, one.Method)
	}
	return methods
}

// own are the app's comments on an issue.
func (w *world) own(text string) []emulator.Comment {
	w.t.Helper()
	var own []emulator.Comment
	for _, c := range w.github.Comments(w.ref(text)) {
		if c.Author == bot {
			own = append(own, c)
		}
	}
	return own
}

// isRefused wants a refusal that says a word.
func (w *world) isRefused(err error, word string) {
	w.t.Helper()
	var refused gate.Refused
	if !errors.As(err, &refused) || !strings.Contains(refused.Reason, word) {
		w.t.Errorf("error %v, want a refusal that says %q", err, word)
	}
}

// isLater wants a wait of a sort and length.
func (w *world) isLater(err error, waiting store.Waiting, after time.Duration) {
	w.t.Helper()
	var later gate.Later
	if !errors.As(err, &later) || later.Waiting != waiting || !later.Until.Equal(w.clock.Now().Add(after)) {
		w.t.Errorf("error %v at %s, want to wait %s for %s", err, w.clock.Now(), after, waiting)
	}
}

// wire carries requests and can lose them. Requests for tokens always pass.
type wire struct {
	next http.RoundTripper

	mu   sync.Mutex
	sent []string // "METHOD path" of each request
	// fault, if set, sees each request and may answer in GitHub's place.
	fault func(line string, pass func() (*http.Response, error)) (*http.Response, error)
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/access_tokens") {
		return w.next.RoundTrip(r)
	}
	line := r.Method + " " + r.URL.Path
	w.mu.Lock()
	w.sent = append(w.sent, line)
	fault := w.fault
	w.mu.Unlock()
	pass := func() (*http.Response, error) { return w.next.RoundTrip(r) }
	if fault == nil {
		return pass()
	}
	return fault(line, pass)
}

// once gives the first request whose line has a text to a fault.
func (w *wire) once(text string, f func(pass func() (*http.Response, error)) (*http.Response, error)) {
	left := true
	w.set(func(line string, pass func() (*http.Response, error)) (*http.Response, error) {
		if !left || !strings.Contains(line, text) {
			return pass()
		}
		left = false
		return f(pass)
	})
}

func (w *wire) set(fault func(line string, pass func() (*http.Response, error)) (*http.Response, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = fault
}

// requests counts those sent since it was asked last.
func (w *wire) requests() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(w.sent)
	w.sent = nil
	return n
}

// answer is an answer that GitHub has not given.
func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}
