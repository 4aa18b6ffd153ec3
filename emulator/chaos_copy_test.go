package emulator

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// loaded is an emulator with the text loaded.
func loaded(t testing.TB, text string) *Emulator {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	e := Create(Options{Seed: 7, Now: now, AuthNow: now})
	if err := e.Load([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return e
}

func smallText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../testdata/orgs/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReplicaSharesNoObjects walks both states: each object of the replica is
// as its original, and none is the original.
func TestReplicaSharesNoObjects(t *testing.T) {
	t.Parallel()
	e := loaded(t, smallText(t))
	made := e.replicate()
	seen, shared := 0, 0
	for id, was := range e.nodes {
		seen++
		now := made.nodes[id]
		if now == was {
			shared++
		}
		if reflect.TypeOf(now) != reflect.TypeOf(was) {
			t.Errorf("%s became %T", id, now)
		}
	}
	if seen < 30 || shared > 0 || len(made.nodes) != seen {
		t.Errorf("of %d objects %d are shared", seen, shared)
	}
	for id, each := range made.nodes {
		if i, ok := each.(*issue); ok {
			checkIssue(t, made, e.nodes[id].(*issue), i)
		}
	}
	r, was := made.findRepository("acme", "shop"), e.findRepository("acme", "shop")
	if len(r.teamRoles) != len(was.teamRoles) || len(r.teamRoles) == 0 {
		t.Errorf("roles %v of %v", r.teamRoles, was.teamRoles)
	}
	for team := range r.teamRoles {
		if made.nodes[team.nodeID] != any(team) {
			t.Errorf("the key %s of a map is not of the replica", team.slug)
		}
	}
}

func checkIssue(t *testing.T, made *replica, was, i *issue) {
	t.Helper()
	if i.repo != made.findRepository(i.repo.owner.login, i.repo.name) || i.repo == was.repo || i.number != was.number || i.title != was.title {
		t.Errorf("issue %s is in another repository", i.ref())
	}
	for n, it := range i.items {
		if it.content != i || it == was.items[n] {
			t.Errorf("card of %s leads elsewhere", i.ref())
		}
	}
}

func TestReplicaStaysAsItWas(t *testing.T) {
	t.Parallel()
	e := loaded(t, smallText(t))
	made := e.replicate()
	before := picture(made.Emulator)
	if diff := cmp.Diff(picture(e), before); diff != "" {
		t.Errorf("the replica differs:\n%s", diff)
	}
	i := e.findRepository("acme", "shop").issue(1)
	for _, act := range []error{
		e.EditBody("anna", i.ref(), "other"), e.CloseIssue("anna", i.ref(), "completed"),
		e.RenameRepository("olga", "acme/shop", "store"),
	} {
		if act != nil {
			t.Error(act)
		}
	}
	if diff := cmp.Diff(before, picture(made.Emulator)); diff != "" {
		t.Errorf("the replica moved:\n%s", diff)
	}
	if cmp.Equal(before, picture(e)) {
		t.Error("the acts changed nothing")
	}
}

// picture is what can be seen of a state, as text.
func picture(e *Emulator) []string {
	var seen []string
	for _, name := range []string{"shop", "store", "cart"} {
		r := e.findRepository("acme", name)
		if r == nil {
			continue
		}
		for _, i := range r.issues {
			if i != nil {
				seen = append(seen, fmt.Sprint(r.name, i.number, i.title, i.body, i.closed, len(i.labels), len(i.events), len(i.items)))
			}
		}
	}
	return seen
}

func TestActorInReplica(t *testing.T) {
	t.Parallel()
	e := loaded(t, smallText(t))
	made := e.replicate()
	in := e.findOrganization("acme").installation
	was, known := made.actor(actor{user: e.app.bot, installation: in, via: e.app})
	if !known || was.installation == in || was.installation.id != in.id || was.via != made.app || was.user != made.app.bot {
		t.Errorf("the app is %+v, %t", was, known)
	}
	if _, known := made.actor(actor{user: &user{login: "new"}}); known {
		t.Error("knows who came later")
	}
}

func TestUnreadFieldsExist(t *testing.T) {
	t.Parallel()
	for _, name := range unread {
		if _, found := reflect.TypeFor[Emulator]().FieldByName(name); !found {
			t.Errorf("an Emulator has no field %s", name)
		}
	}
}

func BenchmarkReplicate(b *testing.B) {
	var text strings.Builder
	text.WriteString("organizations:\n- login: acme\n  owners: [olga]\n  repositories:\n  - name: big\n    issues:\n")
	for n := range 18_000 {
		fmt.Fprintf(&text, "    - {title: Issue %d, body: text}\n", n)
	}
	e := loaded(b, text.String())
	b.ReportAllocs()
	for b.Loop() {
		e.replicate()
	}
	b.ReportMetric(float64(len(e.nodes)), "objects")
}
