package emulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// receiver notes what it is sent and answers as it is told.
type receiver struct {
	secret string
	status int
	got    []string
	guids  []string
	bad    []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err == nil {
		err = github.ValidateSignature(q.Header.Get("X-Hub-Signature-256"), body, []byte(r.secret))
	}
	if err != nil {
		r.bad = append(r.bad, err.Error())
	}
	payload, err := github.ParseWebHook(q.Header.Get("X-GitHub-Event"), body)
	if err == nil {
		if acted, ok := payload.(interface{ GetAction() string }); ok {
			r.got = append(r.got, q.Header.Get("X-GitHub-Event")+" "+acted.GetAction())
		} else {
			r.got = append(r.got, q.Header.Get("X-GitHub-Event"))
		}
	} else {
		r.got = append(r.got, q.Header.Get("X-GitHub-Event")+" ?")
	}
	r.guids = append(r.guids, q.Header.Get("X-GitHub-Delivery"))
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, "noted")
}

func TestWebhooksAreSignedAndInOrder(t *testing.T) {
	t.Parallel()
	to := &receiver{secret: "It's a secret", status: http.StatusAccepted}
	server := httptest.NewServer(to)
	defer server.Close()
	e := small(t, newClock(), func(o *emulator.Options) { o.WebhookURL = server.URL })
	child := ref(t, "acme/shop#2")
	if _, err := e.Comment("passer-by", child, "Hi"); err != nil {
		t.Fatal(err)
	}
	if err := e.MergePullRequest("anna", ref(t, "acme/shop#3")); err != nil {
		t.Fatal(err)
	}
	if err := e.MoveCard("anna", maintenance, child, "Done"); err != nil {
		t.Fatal(err)
	}
	if err := e.AddSubIssue("anna", ref(t, "acme/shop#1"), ref(t, "acme/cart#1")); err != nil {
		t.Fatal(err)
	}
	if err := e.CloseIssue("emil", ref(t, "elsewhere/library#1"), upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	n, err := e.Deliver(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"issue_comment created", "push ", "pull_request closed", "issues closed", "projects_v2_item edited", "sub_issues ?", "sub_issues ?"}
	if diff := cmp.Diff(want, to.got); diff != "" || n != len(want) {
		t.Errorf("%d deliveries (-want +got):\n%s", n, diff)
	}
	if len(to.bad) > 0 {
		t.Errorf("signatures: %v", to.bad)
	}
}

func TestSignIsGitHubsTestVector(t *testing.T) {
	t.Parallel()
	const want = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	if got := emulator.Sign("It's a Secret to Everybody", []byte("Hello, World!")); got != want {
		t.Errorf("got %s", got)
	}
}

func TestDeliveryLogAndRedelivery(t *testing.T) {
	t.Parallel()
	to := &receiver{secret: "It's a secret", status: http.StatusServiceUnavailable}
	server := httptest.NewServer(to)
	defer server.Close()
	c := newClock()
	e := small(t, c, func(o *emulator.Options) { o.WebhookURL = server.URL })
	ctx := context.Background()
	for range 5 {
		if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Hi"); err != nil {
			t.Fatal(err)
		}
		c.Pass(time.Second)
	}
	if err := e.Drop(0); err != nil {
		t.Fatal(err)
	}
	if err := e.Duplicate(0); err != nil {
		t.Fatal(err)
	}
	if n, err := e.Deliver(ctx); err != nil || n != 5 {
		t.Fatalf("delivered %d, %v", n, err)
	}
	apps := asApp(t, e.RoundTripper())
	var seen []*github.HookDelivery
	options := &github.ListCursorOptions{PerPage: 4}
	for {
		some, answer, err := apps.Apps.ListHookDeliveries(ctx, options)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, some...)
		if answer.Cursor == "" {
			break
		}
		options.Cursor = answer.Cursor
	}
	if len(seen) != 6 || seen[5].GetStatusCode() != 502 || seen[4].GetStatusCode() != 503 || seen[0].GetGUID() != seen[4].GetGUID() {
		t.Fatalf("the log, newest first: %v", seen)
	}
	if seen[0].GetID() <= 1<<53 {
		t.Errorf("delivery id %d fits a float64, unlike GitHub's", seen[0].GetID())
	}
	to.status = http.StatusAccepted
	_, _, err := apps.Apps.RedeliverHookDelivery(ctx, seen[5].GetID())
	if _, ok := errors.AsType[*github.AcceptedError](err); !ok {
		t.Fatalf("redeliver: %v", err)
	}
	if n, err := e.Deliver(ctx); err != nil || n != 1 || to.guids[len(to.guids)-1] != seen[5].GetGUID() {
		t.Errorf("redelivered %d as %s, %v; want the same GUID", n, to.guids[len(to.guids)-1], err)
	}
	again, _, err := apps.Apps.ListHookDeliveries(ctx, nil)
	if err != nil || !again[0].GetRedelivery() || again[0].GetStatus() != "OK" || again[0].GetID() == seen[5].GetID() {
		t.Errorf("the new attempt: %v, %v", again[0], err)
	}
	whole, _, err := apps.Apps.GetHookDelivery(ctx, again[0].GetID())
	if err != nil || whole.Response.GetRawPayload() == nil && whole.Request.GetRawPayload() == nil {
		t.Errorf("the attempt with its payload: %v, %v", whole, err)
	}
	c.Pass(73 * time.Hour)
	if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Later"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Deliver(ctx); err != nil || len(e.Sent()) != 1 {
		t.Errorf("the log keeps %d after three days, %v", len(e.Sent()), err)
	}
}

func TestOwnWritesAreSentAsTheBot(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	gh := asInstallation(t, e.RoundTripper())
	_, _, err := gh.Issues.CreateComment(context.Background(), "acme", "shop", 2, &github.IssueComment{Body: new("I")})
	if err != nil {
		t.Fatal(err)
	}
	sent := e.Pending()
	payload, err := github.ParseWebHook("issue_comment", sent[len(sent)-1].Payload)
	if err != nil {
		t.Fatal(err)
	}
	event := payload.(*github.IssueCommentEvent)
	bot, _, err := gh.Users.Get(context.Background(), "upkeep[bot]")
	if err != nil {
		t.Fatal(err)
	}
	if event.GetSender().GetID() != bot.GetID() || event.GetSender().GetType() != "Bot" || event.GetInstallation().GetID() == 0 {
		t.Errorf("sender %v, bot %v", event.GetSender(), bot)
	}
}

func TestRunSendsAsEventsCome(t *testing.T) {
	t.Parallel()
	arrived := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { arrived <- r.Header.Get("X-GitHub-Event") }))
	defer server.Close()
	e := small(t, newClock())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- e.Run(ctx) }()
	if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Before there is an address"); err != nil {
		t.Fatal(err)
	}
	e.SetWebhook(server.URL, "other")
	if got := <-arrived; got != "issue_comment" {
		t.Errorf("got %s", got)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}

func TestPayloadsShowTheRepositoryAsItIs(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	child := ref(t, "acme/shop#2")
	for _, act := range []func() error{
		func() error { _, err := e.Comment("anna", child, "Before"); return err },
		func() error { return e.RenameRepository("olga", "acme/shop", "store") },
		func() error { return e.CloseIssue("anna", child, upgrade.ReasonCompleted) },
	} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, d := range e.Pending() {
		var payload struct {
			Repository struct {
				Name       string `json:"full_name"`
				OpenIssues int    `json:"open_issues_count"`
			} `json:"repository"`
		}
		if err := json.Unmarshal(d.Payload, &payload); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %d", payload.Repository.Name, payload.Repository.OpenIssues))
	}
	if diff := cmp.Diff([]string{"acme/shop 4", "acme/store 4", "acme/store 3"}, got); diff != "" {
		t.Errorf("repositories (-want +got):\n%s", diff)
	}
}

// TestPendingUntilAnswered counts a delivery as pending while its receiver thinks.
func TestPendingUntilAnswered(t *testing.T) {
	t.Parallel()
	var e *emulator.Emulator
	meanwhile := -1
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { meanwhile = len(e.Pending()) }))
	t.Cleanup(server.Close)
	e = small(t, newClock(), func(o *emulator.Options) { o.WebhookURL = server.URL })
	if err := e.CloseIssue("anna", ref(t, "acme/shop#2"), upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	before := len(e.Pending())
	if err := e.DeliverOne(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if after := len(e.Pending()); meanwhile != before || after != before-1 {
		t.Errorf("%d were pending before, %d meanwhile and %d after", before, meanwhile, after)
	}
}
