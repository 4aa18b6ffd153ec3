package emulator_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
)

// TestLoadSaysWhatIsWrongWhere loads files that have one mistake each. The %
// is where it stands in a file that is right otherwise.
func TestLoadSaysWhatIsWrongWhere(t *testing.T) {
	t.Parallel()
	const issue = "organizations:\n- login: a\n  owners: [o]\n  repositories:\n  - name: r\n    labels: [{name: l, id: 3}]\n    issues:\n    - title: one\n      id: 5\n      %\n    - title: two\n"
	const board = "organizations:\n- login: a\n  owners: [o]\n  repositories: [{name: r, issues: [{title: t}]}]\n  boards:\n  - number: 1\n    id: 9\n    %\n"
	for _, each := range []struct{ file, wrong, want string }{
		{"%", "- a", "cannot unmarshal"},
		{"%", "app: {colour: red}", "line 1: key colour not found"},
		{"%", "people: [{login: a, age: 3}]", "line 1: key age not found"},
		{"%", "people: [{login: a, id: 1}, {login: b, id: 1}]", "another account has it"},
		{"%", "people: [{login: a, id: -1}]", "an id is from 1"},
		{"%", "people: &a [x]\norganizations: [{login: a, owners: *a}]", "is an alias"},
		{"%", "limits: lax", "limits"},
		{"%", "item_limit: -1", "item_limit"},
		{"%", "ids: {account: {last: 3, random: zz}}", "random of account"},
		{"%", "ids: {token: {last: 3, random: zz}}", "no series"},
		{"%", "time: yesterday", "line 1: \"yesterday\" is no time; write it as"},
		{issue, "author: x", "line 2: organization a: line 5: repository r: line 8: issue 0 \"one\": nobody is called \"x\"; name them"},
		{issue, "labels: x", "line 10: cannot unmarshal"},
		{issue, "colour: red", "line 10: key colour not found; here may stand app, assignees"},
		{issue, "id: 6", "already defined"},
		{issue, "closed: yes", "closed is completed, not_planned or duplicate"},
		{issue, "lock_reason: spam", "lock_reason of a locked issue"},
		{issue, "milestone: 3", "there is no milestone 3; describe it"},
		{issue, "sub_issues: ['#1']", "line 8: issue a/r#1: a/r#1 cannot be a sub-issue"},
		{issue, "blocked_by: ['#7']", "line 8: issue a/r#1: there is no issue a/r#7"},
		{issue, "blocking: ['#2']", "blocking: #2 is not linked"},
		{issue, "duplicate_of: what", "line 8: issue a/r#1"},
		{issue, "app: true\n      reactions: [{user: o, content: wave}]", "the content is one of"},
		{issue, "comments: [{body: a, id: 4}, {body: b, id: 4}]", "comment 2: id 4: another comment has it"},
		{issue, "timeline: [commented]", "entry 1 of the timeline"},
		{issue, "timeline: [{event: vanished}]", "there is no event \"vanished\""},
		{issue, "timeline: [{event: labeled}]", "labeled needs a label"},
		{issue, "comments: [{body: a}]\n      timeline: []", "lacks 1 of the comments"},
		{issue, "pull: {head: x, head_commit: y}", "head_commit that is there"},
		{issue, "pull: {reviews: [{author: o, state: fine}]}", "the state is one of"},
		{issue, "number: 2000000", "not above"},
		{board, "fields: {A: {type: colour}}", "line 8: field A is neither"},
		{board, "fields: {A: [x, X]}", "option \"X\": the name is missing or taken"},
		{board, "fields: {A: [{name: x, id: g}]}", "not 8 hexadecimal digits"},
		{board, "fields: {A: {type: title}}", "name none or all"},
		{board, "views: [{name: v, visible: [B]}]", "visible: the board has no field \"B\""},
		{board, "workflows: {Item lost: true}", "there is none of this name"},
		{board, "items: [{issue: 'r#1'}, {issue: 'r#1'}]", "line 8: board a/1: item r#1: it is on the board already"},
		{board, "items: [{archived: true}]", "of an issue or of a draft"},
		{board, "items: [{issue: 'r#1', Size: 1}]", "no field Size"},
		{board, "repositories: [r/x]", "no repository \"r/x\""},
		{"organizations:\n- {login: a, owners: [o], repositories: [{name: r, %}]}", "moved: {1: '#2'}", "there is no issue a/r#2"},
		{"organizations:\n- {login: a, owners: [o], repositories: [{name: r, %}]}", "deleted: [0]", "deleted: 0 is out of bounds"},
		{"organizations:\n- {login: a, owners: [o], repositories: [{name: r, %}]}", "commits: [{sha: abc, message: m, author: o}]", "line 2: commit abc: \"abc\" is not 40 hexadecimal digits"},
		{"organizations:\n- {login: a, owners: [o], repositories: [{name: r, %}]}", "branches: [{name: b, head: x}]", "no commit \"x\""},
		{"organizations:\n- {login: a, owners: [o], repositories: [{name: r, %}]}", "teams: {t: write}", "no team \"t\""},
		{"app: false\norganizations:\n- {login: a, owners: [o], %}", "installed: true", "there is no app; describe one"},
		{"app: false\norganizations:\n- {login: a, owners: [o], %}", "repositories: [{name: r, issues: [{title: t, app: true}]}]", "describe it"},
	} {
		e := emulator.Create(emulator.Options{Now: time.Now, AuthNow: time.Now})
		text := strings.ReplaceAll(each.file, "%", each.wrong)
		if err := e.Load([]byte(text)); err == nil || !strings.Contains(err.Error(), each.want) {
			t.Errorf("%s:\ngot  %v\nwant %q", each.wrong, err, each.want)
		}
	}
}

func TestLoadBoundsSize(t *testing.T) {
	t.Parallel()
	e := emulator.Create(emulator.Options{Now: time.Now, AuthNow: time.Now})
	if err := e.Load(make([]byte, 128<<20+1)); err == nil || !strings.Contains(err.Error(), "load it in parts") {
		t.Errorf("got %v", err)
	}
}

// TestDumpHasNoSecrets looks for everything that gives access.
func TestDumpHasNoSecrets(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	gh := asInstallation(t, e.RoundTripper())
	if _, _, err := gh.Issues.Get(t.Context(), "acme", "shop", 1); err != nil {
		t.Fatal(err)
	}
	text, err := e.Dump()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"ghs_", "PRIVATE KEY", "PUBLIC KEY", "It's a secret", "client_secret", "token:", "client secret:"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the dump has %q", secret)
		}
	}
}

// TestDumpIsServed reads the dump as a tool does, which asks for no page.
func TestDumpIsServed(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://github.test/emulator/dump", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if kind := answer.Header.Get("Content-Type"); err != nil || kind != "text/yaml; charset=utf-8" {
		t.Errorf("%s, %v", kind, err)
	}
	dump, err := e.Dump()
	if err != nil || string(text) != string(dump) {
		t.Errorf("%v, %.300s", err, text)
	}
}
