package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// everyPage is every address of a page of acme, with what the page says.
func everyPage(t testing.TB, b *browser) map[string]string {
	t.Helper()
	return map[string]string{
		"/":                                  "Organisations",
		"/acme":                              "Repositories",
		"/anna":                              "Organisations and teams",
		"/acme/shop":                         "open issues",
		"/acme/shop/blob/main/docs/how.md":   "How",
		"/acme/shop/issues":                  "Upgrade everything",
		"/acme/shop/issues?state=closed":     "Old wish",
		"/acme/shop/pulls":                   "Raise versions",
		"/acme/shop/issues/new":              "New issue",
		"/acme/shop/compare":                 "Open a pull request",
		"/acme/shop/issues/1":                "Sub-issues",
		"/acme/shop/issues/2":                "I will do it.",
		"/acme/shop/pull/3":                  "Merge pull request",
		"/orgs/acme/projects/1":              "Maintenance",
		"/orgs/acme/projects/1?layout=board": "In Progress",
		"/orgs/acme/projects/1?layout=board&by=xx": "In Progress",
		"/emulator/deliveries":                     "pending",
		"/emulator/chaos":                          "Latest faults",
		"/emulator/not-emulated":                   "does not know",
		b.firstDelivery():                          "Payload",
		"/acme/nothing":                            "There is no such page",
	}
}

// firstDelivery is the page of the newest delivery.
func (b *browser) firstDelivery() string {
	b.Helper()
	for _, a := range b.get("/emulator/deliveries").all("a") {
		if strings.HasPrefix(attribute(a, "href"), "/emulator/deliveries/") {
			return attribute(a, "href")
		}
	}
	b.Fatal("there is no delivery")
	return ""
}

func TestEveryPageSaysWhatItPromises(t *testing.T) {
	t.Parallel()
	b := browse(t, small(t, newClock()), "olga")
	b.post("/acme/shop/issues/2/comment", "body", "Hello")
	for path, want := range everyPage(t, b) {
		got := b.get(path)
		got.says(want)
		if wanted := map[bool]int{true: http.StatusNotFound, false: http.StatusOK}[path == "/acme/nothing"]; got.status != wanted {
			t.Errorf("%s: status %d", path, got.status)
		}
		if !strings.Contains(got.raw, "It is not github.com.") {
			t.Errorf("%s does not say what it is", path)
		}
	}
}

func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	t.Parallel()
	b := browse(t, small(t, newClock()), "olga")
	b.post("/acme/shop/issues/2/comment", "body", "# Hello\n\n### there\n\n- [ ] box")
	for path := range everyPage(t, b) {
		for _, problem := range barriers(b.get(path)) {
			t.Errorf("%s: %s", path, problem)
		}
	}
	wrong := shown{TB: t, root: parsed(t, `<html><h2></h2><h4></h4><input id="a"><input id="a" type="hidden"><button></button><a href="x"></a><label for="b">x</label>`)}
	if got := len(barriers(wrong)); got != 8 {
		t.Errorf("a page of barriers has %d: %v", got, barriers(wrong))
	}
}

func parsed(t *testing.T, text string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// barriers are what stands in somebody's way on a page.
func barriers(s shown) []string {
	var problems []string
	found := func(format string, a ...any) { problems = append(problems, fmt.Sprintf(format, a...)) }
	if len(s.all("h1")) != 1 {
		found("%d first headings", len(s.all("h1")))
	}
	if attribute(s.all("html")[0], "lang") != "en" || len(s.all("title")) != 1 {
		found("no language or no title")
	}
	level, ids, labelled := 1, map[string]bool{}, map[string]bool{}
	for n := range s.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" && ids[id] {
			found("two elements are called %s", id)
		} else {
			ids[id] = true
		}
		if n.Data == "label" {
			labelled[attribute(n, "for")] = true
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if at := int(n.Data[1] - '0'); at > level+1 {
				found("%s after h%d", n.Data, level)
			}
			level = int(n.Data[1] - '0')
		}
	}
	for id := range labelled {
		if !ids[id] {
			found("a label is for %s, which is not there", id)
		}
	}
	for n := range s.root.Descendants() {
		named := textOf(n) != "" || attribute(n, "aria-label") != ""
		switch {
		case n.Type != html.ElementNode || attribute(n, "type") == "hidden":
		case slices.Contains([]string{"input", "select", "textarea", "progress", "meter"}, n.Data):
			if attribute(n, "aria-label") == "" && !labelled[attribute(n, "id")] {
				found("%s %s has no label", n.Data, attribute(n, "name"))
			}
		case (n.Data == "button" || n.Data == "a") && !named:
			found("%s without a name", n.Data)
		}
	}
	return problems
}

// hostile is a text that would show if any page let it through.
const hostile = `"'><x-pwn onload=alert(1)></x-pwn><script>alert(1)</script><img src=x onerror=alert(1)>`

func TestNothingThatPeopleWroteIsLive(t *testing.T) {
	t.Parallel()
	e := emulator.Create(emulator.Options{Now: newClock().Now, AuthNow: time.Now, WebhookSecret: "x"})
	quoted := fmt.Sprintf("%q", hostile)
	file := strings.ReplaceAll(`
organizations:
  - login: acme
    name: X
    installed: true
    owners: [{login: olga, name: X}, anna]
    teams: [{slug: core, name: X, members: [anna]}]
    repositories:
      - name: shop
        description: X
        files: {README.md: X, docs/how.md: X}
        labels: [X]
        issues:
          - {title: X, body: X, labels: [X], sub_issues: ["#2"], comments: [{author: olga, body: X}]}
          - {title: X}
          - {title: X, body: X, pull: {closes: ["#1"]}}
          - {title: Old wish, closed: completed}
    boards:
      - number: 1
        title: X
        fields: {Status: [{name: X, description: X}, In Progress], Notes: text, Other: [X]}
        items: [{issue: "shop#1", Status: X, Notes: X}]
`, ": X", ": "+quoted)
	file = strings.NewReplacer("[X]", "["+quoted+"]", "name: X,", "name: "+quoted+",").Replace(file)
	if err := e.Load([]byte(file)); err != nil {
		t.Fatal(err)
	}
	b := browse(t, e, "olga")
	b.post("/acme/shop/issues/1/comment", "body", hostile)
	b.post("/acme/shop/issues/1/edit", "title", "t"+hostile, "body", hostile+"\n\n"+hostile+"\n\n- [ ] "+hostile)
	b.post("/orgs/acme/projects/1/items/draft", "reference", hostile)
	b.post("/acme/shop/pull/3/review", "review", "commented", "body", hostile)
	for path := range everyPage(t, b) {
		inert(t, b.get(path))
	}
	for _, path := range []string{"/" + hostile, "/acme/shop/issues?label=" + "%22%3E%3Cx-pwn%3E", "/orgs/acme/projects/1?filter=%22%3E%3Cx-pwn%3E&by=%22%3E%3Cx-pwn%3E", "/acme/shop/compare?title=%22%3E%3Cx-pwn%3E&closes=%22%3E%3Cx-pwn%3E"} {
		inert(t, b.get(strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", `"`, "%22").Replace(path)))
	}
	inert(t, b.post("/orgs/acme/projects/1/items/add", "reference", hostile))
	if live := liveParts(parsed(t, "<p>"+hostile+`<a href=" JavaScript:alert(1)">x</a><i style="a">`)); len(live) != 7 {
		t.Errorf("a page that is live has %v", live)
	}
}

func inert(t *testing.T, s shown) {
	t.Helper()
	for _, live := range liveParts(s.root) {
		t.Errorf("%s: %s", s.path, live)
	}
}

// liveParts are the parts of a page that no page here has: what runs, loads or was made by a hostile text.
func liveParts(root *html.Node) []string {
	var live []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "img", "x-pwn", "iframe", "object", "embed", "style", "base"}, n.Data) {
			live = append(live, n.Data)
		}
		for _, a := range n.Attr {
			address := strings.ToLower(strings.TrimSpace(a.Val))
			scheme, _, _ := strings.Cut(address, ":")
			runs := (a.Key == "href" || a.Key == "action" || a.Key == "formaction") && slices.Contains([]string{"javascript", "data", "vbscript"}, scheme)
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || runs {
				live = append(live, a.Key+"="+a.Val)
			}
		}
	}
	return live
}

func TestChaosPageSwitchesTheChaos(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "olga")
	b.post("/emulator/chaos", "settings", "storm,lost=0").says("From now on:", "--seed 7 --chaos 5xx=0.08")
	if got := e.Chaos().Rates; got[chaos.Error] != 0.08 || got[chaos.Lost] != 0 {
		t.Errorf("rates %v", got)
	}
	var rates []string
	for _, kind := range chaos.Kinds() {
		rates = append(rates, string(kind), "0")
	}
	rates[1] = "1"
	b.post("/emulator/chaos/rates", rates...)
	if got := e.Chaos(); got.Rates[chaos.Error] != 1 || got.Rates[chaos.Cut] != 0 || got.DelayTime != 20*time.Second {
		t.Errorf("settings %v", got)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site+"/api/v3/repos/acme/shop", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	b.get("/emulator/chaos").says("/repos/acme/shop")
	rates[1] = "2"
	for _, refused := range []shown{b.post("/emulator/chaos/rates", rates...), b.post("/emulator/chaos", "settings", "mayhem")} {
		if !strings.HasPrefix(refused.notice(), "Not done: ") || e.Chaos().Rates[chaos.Error] != 1 {
			t.Errorf("%q, settings %v", refused.notice(), e.Chaos())
		}
	}
	if got := b.post("/emulator/chaos", "settings", "off").notice(); got != "Nothing goes wrong from now on." || !e.Chaos().Off() {
		t.Errorf("%q, settings %v", got, e.Chaos())
	}
}

func TestNotEmulatedPageListsTheGaps(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "olga")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site+"/api/v3/gists", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	b.get("/emulator/not-emulated").says("GET /gists")
}
