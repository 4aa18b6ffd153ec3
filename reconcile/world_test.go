package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel/trace"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	bot     = "upkeep[bot]"
	django  = "acme/roadmap#1"
	hookURL = "https://upkeep.test/api/github/hook"
)

// world is an emulated GitHub and the whole app, in virtual time and without
// sockets. Everything happens when the test says so.
type world struct {
	t        *testing.T
	clock    *testclock.Clock
	github   *emulator.Emulator
	wire     *wire
	settings config.Settings
	store    *store.Store
	app      *app.App
	hook     http.Handler
	log      zerolog.Logger // of nobody unless a test wants it
	tracer   trace.Tracer   // likewise
}

func newWorld(t *testing.T, organisations string, change ...func(*emulator.Options)) *world {
	t.Helper()
	w := &world{t: t, clock: testclock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	w.github = emulator.New(t, organisations, func(o *emulator.Options) {
		o.Now, o.WebhookURL = w.clock.Now, hookURL
		o.Client = &http.Client{Transport: inProcess(func() http.Handler { return w.hook })}
		for _, each := range change {
			each(o)
		}
	})
	key, err := w.github.AppKey()
	w.must(err)
	w.wire = &wire{next: w.github.RoundTripper()}
	environment := map[string]string{
		"GITHUB_WEB_URL": "https://github.com", "GITHUB_V3_API_URL": "https://api.github.com", "GITHUB_V4_API_URL": "https://api.github.com/graphql",
		"GITHUB_APP_INTEGRATION_ID": "4711", "GITHUB_APP_PRIVATE_KEY": string(key), "GITHUB_APP_WEBHOOK_SECRET": "a secret",
		"UPKEEP_DATABASE_URL": "sqlite://./unused.db",
	}
	w.settings, err = config.Load(func(name string) string { return environment[name] })
	w.must(err)
	w.store, err = store.Open(t.Context(), "memory:", w.clock.Now)
	w.must(err)
	t.Cleanup(func() { _ = w.store.Close() })
	w.restart()
	w.must(w.app.Start(t.Context()))
	w.clock.Pass(time.Hour) // what follows is later than what was loaded
	return w
}

// started is a world whose app has looked at everything.
func started(t *testing.T, organisations string, change ...func(*emulator.Options)) *world {
	t.Helper()
	w := newWorld(t, organisations, change...)
	w.quiet()
	return w
}

// restart makes a new process on the same database.
func (w *world) restart() {
	w.t.Helper()
	made, err := app.New(w.t.Context(), app.Options{
		Settings: w.settings, Store: w.store, Transport: w.wire, Now: w.clock.Now,
		Random: func() float64 { return 0.5 }, Log: w.log, Tracer: w.tracer,
	})
	w.must(err)
	w.app, w.hook = made, made.Handler()
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// settle lets everything happen that is due now.
func (w *world) settle() {
	w.t.Helper()
	ctx := w.t.Context()
	for range 1000 {
		sent, err := w.github.Deliver(ctx)
		w.must(err)
		read, err := w.app.Pump(ctx)
		w.must(err)
		worked, err := w.app.Work(ctx, 50)
		w.must(err)
		if sent+read+worked == 0 {
			return
		}
	}
	w.t.Fatal("it never comes to rest")
}

// run lets time pass, and everything happen at its time.
func (w *world) run(d time.Duration) {
	w.t.Helper()
	end := w.clock.Now().Add(d)
	for {
		w.settle()
		next, ok, err := w.store.NextDue(w.t.Context())
		w.must(err)
		if !ok || next.After(end) {
			w.clock.Pass(end.Sub(w.clock.Now()))
			return
		}
		if wait := next.Sub(w.clock.Now()); wait > 0 {
			w.clock.Pass(wait)
		}
	}
}

// quiet lets happen what people's acts have set off, confirming looks and paced
// texts included. That children are polled every now and then is no unrest.
func (w *world) quiet() {
	w.t.Helper()
	w.run(3 * time.Minute)
	keys, err := w.store.Keys(w.t.Context(), "")
	w.must(err)
	for _, k := range keys {
		if !k.NotBefore.IsZero() && k.Reason != "children that send no events" && k.NotBefore.Before(w.clock.Now().Add(time.Minute)) {
			w.t.Errorf("key %s is not at rest: %s %s", k.Key, k.Waiting, k.Reason)
		}
	}
}

func (w *world) ref(text string) upgrade.Ref {
	w.t.Helper()
	ref, err := upgrade.ParseRef(text)
	w.must(err)
	return ref
}

func (w *world) issue(text string) emulator.Issue {
	w.t.Helper()
	return w.github.Issue(w.ref(text))
}

// card is what people see on the Maintenance board.
func (w *world) card(text string) map[string]string {
	w.t.Helper()
	return w.github.Board("acme", 1).Item(w.ref(text)).Values
}

func (w *world) field(text, name, want string) {
	w.t.Helper()
	if got := w.card(text)[name]; got != want {
		w.t.Errorf("%s of %s is %q, want %q", name, text, got, want)
	}
}

// box wants the first line of the roadmap issue that has a text to be checked or not.
func (w *world) box(text string, want bool) {
	w.t.Helper()
	for line := range strings.Lines(w.issue(django).Body) {
		if strings.Contains(line, text) {
			if strings.Contains(line, "[x]") != want {
				w.t.Errorf("line %q, want checked: %t", line, want)
			}
			return
		}
	}
	w.t.Errorf("no line with %q", text)
}

// says comments and returns the comment's id.
func (w *world) says(login, text, comment string) int64 {
	w.t.Helper()
	id, err := w.github.Comment(login, w.ref(text), comment)
	w.must(err)
	return id
}

// own are the texts of the app's comments on an issue, but for its offers and
// the living comment of a roadmap issue.
func (w *world) own(text string) []string {
	w.t.Helper()
	return slices.DeleteFunc(w.allOwn(text), func(body string) bool { return isOffer(body) || isLiving(body) })
}

// living is the text of the living comment of a roadmap issue, of which there is one.
func (w *world) living(text string) string {
	w.t.Helper()
	all := slices.DeleteFunc(w.allOwn(text), func(body string) bool { return !isLiving(body) })
	if len(all) != 1 {
		w.t.Fatalf("%s has the living comments %q, want one", text, all)
	}
	return all[0]
}

func isLiving(body string) bool { return strings.HasPrefix(body, "### `") }

// offers are those that welcome a new upgrade.
func (w *world) offers(text string) []string {
	w.t.Helper()
	return slices.DeleteFunc(w.allOwn(text), func(body string) bool { return !isOffer(body) })
}

func isOffer(body string) bool {
	return strings.HasPrefix(body, "This issue is the roadmap issue of the upgrade `")
}

func (w *world) allOwn(text string) []string {
	w.t.Helper()
	own := []string{}
	for _, c := range w.github.Comments(w.ref(text)) {
		if c.Author == bot {
			own = append(own, c.Body)
		}
	}
	return own
}

// reactions are the app's answers on a comment; whether it was shown to be seen
// depends on which key came first, see seen.
func (w *world) reactions(text string, id int64) []string {
	w.t.Helper()
	return slices.DeleteFunc(w.allReactions(text, id), func(content string) bool { return content == "eyes" })
}

// seen reports whether the app has shown that it saw a comment.
func (w *world) seen(text string, id int64) bool {
	w.t.Helper()
	return slices.Contains(w.allReactions(text, id), "eyes")
}

func (w *world) allReactions(text string, id int64) []string {
	w.t.Helper()
	all := []string{}
	for _, c := range w.github.Comments(w.ref(text)) {
		for _, reaction := range c.Reactions {
			if content, own := strings.CutPrefix(reaction, bot+" "); own && c.DatabaseID == id {
				all = append(all, content)
			}
		}
	}
	return all
}

// writes are the app's writes of a method to targets with a text, such as "#1".
func (w *world) writes(method, target string) []emulator.Write {
	return slices.DeleteFunc(w.github.Writes(), func(one emulator.Write) bool {
		return !strings.Contains(one.Method, method) || !strings.Contains(one.Target, target)
	})
}

// policy changes the policy file; the two strings are as for strings.Replace.
func (w *world) policy(from, to string) {
	w.t.Helper()
	text, _ := w.github.File("acme/.github", "upkeep.yml")
	if !strings.Contains(text, from) {
		w.t.Fatalf("the policy has no %q", from)
	}
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", strings.Replace(text, from, to, 1)))
}

// key is the row of a key; the zero row when it is done.
func (w *world) key(key upgrade.Key) store.KeyRow {
	w.t.Helper()
	keys, err := w.store.Keys(w.t.Context(), "")
	w.must(err)
	for _, k := range keys {
		if k.Key == key {
			return k
		}
	}
	return store.KeyRow{}
}

// trigger asks for an issue's key, as the resync does.
func (w *world) trigger(text string) {
	w.t.Helper()
	w.must(w.store.Trigger(w.t.Context(), upgrade.Trigger{Key: upgrade.IssueKey(w.issue(text).ID), Installation: w.installation("acme"), Reason: "test"}))
}

func (w *world) installation(account string) int64 {
	w.t.Helper()
	all, err := w.store.Installations(w.t.Context())
	w.must(err)
	for _, i := range all {
		if i.Account == account {
			return i.ID
		}
	}
	w.t.Fatalf("no installation of %s", account)
	return 0
}

// upgradeKey is the id of an issue's key.
func upgradeKey(w *world, text string) upgrade.Key {
	w.t.Helper()
	return upgrade.Key(w.issue(text).ID)
}

// settleApp lets the app do what is due now, without further deliveries.
func (w *world) settleApp() {
	w.t.Helper()
	for range 1000 {
		read, err := w.app.Pump(w.t.Context())
		w.must(err)
		worked, err := w.app.Work(w.t.Context(), 50)
		w.must(err)
		if read+worked == 0 {
			return
		}
	}
	w.t.Fatal("it never comes to rest")
}

// loseDatabase starts anew with an empty one.
func (w *world) loseDatabase() {
	w.t.Helper()
	empty, err := store.Open(w.t.Context(), "memory:", w.clock.Now)
	w.must(err)
	w.store = empty
	w.t.Cleanup(func() { _ = empty.Close() })
	w.restart()
	w.must(w.app.Start(w.t.Context()))
}
