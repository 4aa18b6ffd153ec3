package emulator_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/emulator"
)

const site = "http://github.test"

// browser asks for pages as a person's browser does, inside the process.
type browser struct {
	testing.TB
	client *http.Client
	origin string // sent with forms
}

// browse is a browser on an emulator whose visitor acts as login.
func browse(t testing.TB, e *emulator.Emulator, login string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{TB: t, client: &http.Client{Transport: e.RoundTripper(), Jar: jar}, origin: site}
	if login != "" {
		b.post("/emulator/acting", "login", login, "back", "/")
	}
	return b
}

// shown is a page that a browser got, after redirects.
type shown struct {
	testing.TB
	status int
	path   string
	header http.Header
	raw    string
	root   *html.Node
}

func (b *browser) get(path string) shown {
	b.Helper()
	return b.send(http.MethodGet, path, nil)
}

// post submits a form of pairs of names and values.
func (b *browser) post(path string, pairs ...string) shown {
	b.Helper()
	form := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		form.Add(pairs[n], pairs[n+1])
	}
	return b.send(http.MethodPost, path, form)
}

func (b *browser) send(method, path string, form url.Values) shown {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), method, site+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.origin)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(raw)))
	if err != nil {
		b.Fatal(err)
	}
	return shown{TB: b.TB, status: answer.StatusCode, path: answer.Request.URL.RequestURI(), header: answer.Header, raw: string(raw), root: root}
}

// all are the elements of a name, in the order of the page.
func (s shown) all(name string) []*html.Node {
	var found []*html.Node
	for n := range s.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			found = append(found, n)
		}
	}
	return found
}

// attribute is an element's attribute; empty if it has none.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is the text inside an element, white space folded.
func textOf(n *html.Node) string {
	var words []string
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			words = append(words, strings.Fields(child.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// main is the text of the page without its frame.
func (s shown) main() string {
	s.Helper()
	found := s.all("main")
	if len(found) != 1 {
		s.Fatalf("%s: %d main elements: %s", s.path, len(found), s.raw)
	}
	return textOf(found[0])
}

// says fails unless the page holds each of the texts.
func (s shown) says(texts ...string) {
	s.Helper()
	for _, want := range texts {
		if !strings.Contains(s.main(), want) {
			s.Errorf("%s does not say %q but: %s", s.path, want, s.main())
		}
	}
}

// saysNot fails if the page holds one of the texts.
func (s shown) saysNot(texts ...string) {
	s.Helper()
	for _, not := range texts {
		if strings.Contains(s.raw, not) {
			s.Errorf("%s says %q", s.path, not)
		}
	}
}

// notice is the sentence about what was just done.
func (s shown) notice() string {
	for _, p := range s.all("p") {
		if strings.HasPrefix(attribute(p, "class"), "notice") {
			return textOf(p)
		}
	}
	return ""
}

func TestVisitorActsAsTheFirstOwnerUntilAnotherIsChosen(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "")
	if got := b.get("/").acting(); got != "olga" {
		t.Errorf("acts as %q at first", got)
	}
	changed := b.post("/emulator/acting", "login", "ben", "back", "/?a=b")
	if changed.acting() != "ben" || changed.path != "/?a=b" || changed.notice() != "You act as ben now." {
		t.Errorf("after the choice: acts as %q at %s, %q", changed.acting(), changed.path, changed.notice())
	}
	if again := b.get("/"); again.acting() != "ben" || again.notice() != "" {
		t.Errorf("later: acts as %q, notice %q", again.acting(), again.notice())
	}
	for _, back := range []string{"https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"} {
		if landed := b.post("/emulator/acting", "login", "ben", "back", back); landed.path != "/" {
			t.Errorf("%q leads to %s", back, landed.path)
		}
	}
	for _, nobody := range []string{"", "nobody", "upkeep[bot]"} {
		if got := b.post("/emulator/acting", "login", nobody).status; got != http.StatusNotFound {
			t.Errorf("act as %q: %d", nobody, got)
		}
	}
}

func (s shown) acting() string {
	for _, o := range s.all("option") {
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			return attribute(o, "value")
		}
	}
	return ""
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	b := browse(t, small(t, newClock()), "ben")
	b.origin = "https://evil.test"
	if got := b.post("/emulator/acting", "login", "anna"); got.status != http.StatusForbidden {
		t.Errorf("status %d", got.status)
	}
	if got := b.get("/").acting(); got != "ben" {
		t.Errorf("acts as %q now", got)
	}
}

func TestPagesAndAPIsShareTheirAddresses(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	cases := []struct {
		name, method, path string
		header             http.Header
		want               string
	}{
		{"a browser at the root", "GET", "/", http.Header{"Accept": {"text/html"}}, "text/html; charset=utf-8"},
		{"a browser where nothing is", "GET", "/nothing/here", http.Header{"Accept": {"text/html"}}, "text/html; charset=utf-8"},
		{"a browser at the API", "GET", "/api/v3/repos/acme/shop", http.Header{"Accept": {"text/html"}}, "application/json; charset=utf-8"},
		{"a client", "GET", "/repos/acme/shop", http.Header{"Accept": {"application/vnd.github+json"}}, "application/json; charset=utf-8"},
		{"a client that names nothing", "GET", "/repos/acme/shop", nil, "application/json; charset=utf-8"},
		{"a form", "POST", "/emulator/acting", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "text/html; charset=utf-8"},
		{"a client that sends JSON as a form", "POST", "/repos/acme/shop/issues", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "application/json; charset=utf-8"},
		{"the style", "GET", "/assets/style.css", nil, "text/css; charset=utf-8"},
	}
	for _, c := range cases {
		r, err := http.NewRequestWithContext(t.Context(), c.method, site+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = c.header.Clone()
		if r.Header == nil {
			r.Header = http.Header{}
		}
		answer, err := e.RoundTripper().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := answer.Header.Get("Content-Type"); got != c.want {
			t.Errorf("%s gets %q (%d)", c.name, got, answer.StatusCode)
		}
	}
}

func TestPageLoadsAndRunsNothingOfOthers(t *testing.T) {
	t.Parallel()
	h := browse(t, small(t, newClock()), "").get("/").header
	policy := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers: %v", h)
	}
}

func TestOwnersAreLedToTheAppsSettings(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	browse(t, e, "olga").get("/acme").says("The app is installed. Settings of the app here")
	browse(t, e, "anna").get("/acme").saysNot("Settings of the app here", "Install it")
	browse(t, e, "emil").get("/elsewhere").says("The app is not installed. Install it")
	browse(t, e, "anna").get("/apps/upkeep/installations/new").says("Act as olga or emil.")
}
