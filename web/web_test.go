package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/web"
)

// some are commands that the app may never have.
func some() []command.Spec {
	return []command.Spec{
		{
			Name: "owner-does", Usage: "/upgrade owner-does <level>", Summary: "Choose a level.", Differs: "`owner` says who.",
			Examples: []string{`/upgrade owner-does "All & more"`}, Who: []command.Role{command.RoleWrite}, Where: command.OnChild,
		},
		{Name: "exempt", Usage: "/upgrade exempt [until <date>]", Summary: "Leave it out.", Who: []command.Role{command.RoleOwner}, Where: command.OnChild},
		{Name: "help", Usage: "/upgrade help", Summary: "Ask.", Who: []command.Role{command.RoleAnyone}, Where: command.Anywhere},
	}
}

func pages() *http.ServeMux {
	mux := http.NewServeMux()
	web.Register(mux, some())
	return mux
}

func ask(t *testing.T, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for at := 0; at < len(headers); at += 2 {
		r.Header.Set(headers[at], headers[at+1])
	}
	answer := httptest.NewRecorder()
	pages().ServeHTTP(answer, r)
	return answer
}

// texts are the texts of all elements with a tag, in order.
func texts(t *testing.T, page, tag string) []string {
	t.Helper()
	document, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for n := range document.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			found = append(found, text(n))
		}
	}
	return found
}

func text(n *html.Node) string {
	var all strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			all.WriteString(child.Data)
		}
	}
	return strings.Join(strings.Fields(all.String()), " ")
}

func TestStatusAndType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, target string
		status         int
		contentType    string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8"},
		{"GET", "/commands", 200, "text/html; charset=utf-8"},
		{"GET", "/commands?q=owner", 200, "text/html; charset=utf-8"},
		{"GET", "/setup/a-link-of-before", 200, "text/html; charset=utf-8"},
		{"POST", "/setup/a-link-of-before", 405, ""},
		{"GET", "/assets/style.css", 200, "text/css; charset=utf-8"},
		{"GET", "/assets/search.js", 200, "text/javascript; charset=utf-8"},
		{"GET", "/assets/icon.svg", 200, "image/svg+xml"},
		{"HEAD", "/", 200, "text/html; charset=utf-8"},
		{"HEAD", "/commands", 200, "text/html; charset=utf-8"},
		{"POST", "/", 405, ""},
		{"POST", "/commands", 405, ""},
		{"DELETE", "/assets/style.css", 405, ""},
		{"GET", "/commands/owner-does", 404, ""},
		{"GET", "/assets/commands.html", 404, ""},
		{"GET", "/assets/", 404, ""},
		{"GET", "/nothing", 404, ""},
	} {
		got := ask(t, test.method, test.target)
		if got.Code != test.status || test.contentType != "" && got.Header().Get("Content-Type") != test.contentType {
			t.Errorf("%s %s: %d, %s", test.method, test.target, got.Code, got.Header().Get("Content-Type"))
		}
		if test.method == "HEAD" && got.Body.Len() > 0 {
			t.Errorf("HEAD %s: has a body", test.target)
		}
	}
}

func TestPagesRunAndLoadNothingOfOthers(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", "/commands", "/commands?q=x", "/assets/icon.svg"} {
		h := ask(t, "GET", target).Header()
		got := map[string]string{}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"} {
			got[name] = h.Get(name)
		}
		want := map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", target, diff)
		}
	}
}

func TestPageThatTheBrowserHasIsNotSentAgain(t *testing.T) {
	t.Parallel()
	first := ask(t, "GET", "/commands")
	tag := first.Header().Get("ETag")
	if again := ask(t, "GET", "/commands", "If-None-Match", tag); again.Code != 304 || again.Body.Len() > 0 {
		t.Errorf("with %s: %d and %d bytes", tag, again.Code, again.Body.Len())
	}
	if other := ask(t, "GET", "/commands?q=owner", "If-None-Match", tag); other.Code != 200 {
		t.Errorf("another page under the same tag: %d", other.Code)
	}
}

func TestCommandsPageTellsEverything(t *testing.T) {
	t.Parallel()
	page := ask(t, "GET", "/commands").Body.String()
	if diff := cmp.Diff([]string{"How a command is written", "How Upkeep answers", "On a child", "On every issue of an upgrade"}, texts(t, page, "h2")); diff != "" {
		t.Error(diff)
	}
	want := []string{
		`owner-does Choose a level. /upgrade owner-does <level> owner says who. For example /upgrade owner-does "All & more" ` +
			`Who may by default people who may write to the repository Where on a child`,
		"exempt Leave it out. /upgrade exempt [until <date>] Who may by default the repository's owner or owning team Where on a child",
		"help Ask. /upgrade help Who may by default everyone who may comment Where on every issue of an upgrade",
	}
	if diff := cmp.Diff(want, texts(t, page, "article")); diff != "" {
		t.Error(diff)
	}
	for _, anchor := range []string{`id="owner-does"`, `href="#owner-does"`, `<code>owner</code> says who`} {
		if !strings.Contains(page, anchor) {
			t.Errorf("the page lacks %s", anchor)
		}
	}
}

func TestAppsOwnCommandsAreShownWhole(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	web.Register(mux, command.Table())
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET", "/commands", nil))
	page := answer.Body.String()
	if shown := len(texts(t, page, "article")); shown != len(command.Table()) || strings.Contains(page, "raw HTML omitted") {
		t.Errorf("%d of %d commands are shown, or a text has an angle bracket outside code", shown, len(command.Table()))
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(page, ` id="`) {
		id, _, _ := strings.Cut(part, `"`)
		if seen[id] {
			t.Errorf("the id %s is there twice", id)
		}
		seen[id] = true
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][]string{
		"":                      {"owner-does", "exempt", "help"},
		"%20%09":                {"owner-does", "exempt", "help"},
		"owner":                 {"owner-does"}, // though owners may exempt
		"OWNER+Level":           {"owner-does"},
		"%2Fupgrade+owner-does": {"owner-does"},
		"until+date":            {"exempt"},
		"every+issue":           {"help"},
		"%22all+%26":            {"owner-does"},
		"nothing":               {},
		"%FF":                   {"owner-does", "exempt", "help"},
		"help%00x":              {},
	} {
		page := ask(t, "GET", "/commands?q="+words).Body.String()
		if diff := cmp.Diff(want, texts(t, page, "h3")); diff != "" {
			t.Errorf("%q: %s", words, diff)
		}
		count := strings.Join(texts(t, page, "form"), "") // the form stays, whatever was found
		if count != "Find a command Find" {
			t.Errorf("%q: the form shows %q", words, count)
		}
	}
}

func TestSearchSaysWhatItFound(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"level":               "1 of 3 commands tell of “level”. Show all",
		"  nothing  at":       "No command tells of “nothing at”. Show all",
		"ownerdose":           "No command tells of “ownerdose”. Did you mean owner-does? Show all",
		"/upgrade owner-dose": "No command tells of “/upgrade owner-dose”. Did you mean owner-does? Show all",
	} {
		page := ask(t, "GET", "/commands?q="+strings.NewReplacer(" ", "+", "/", "%2F").Replace(words)).Body.String()
		if !strings.Contains(strings.Join(texts(t, page, "main"), ""), want) {
			t.Errorf("%q: want %q in %q", words, want, texts(t, page, "main"))
		}
	}
}

func TestHostileSearchStaysText(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"%3Cscript%3Ealert(1)%3C/script%3E", "%22+autofocus+onfocus%3Dalert(1)+x%3D%22", "%3C/title%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
		"{{.}}", "%E2%80%AE%00%0D%0ASet-Cookie:x", "javascript:alert(1)",
	} {
		answer := ask(t, "GET", "/commands?q="+words)
		document, err := html.Parse(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Code != 200 || answer.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, %v", words, answer.Code, answer.Header())
		}
		for n := range document.Descendants() {
			foreign := n.Data == "img" || n.Data == "script" && (n.FirstChild != nil || len(n.Attr) != 2)
			for _, a := range n.Attr {
				foreign = foreign || strings.HasPrefix(a.Key, "on") || a.Key == "autofocus" || strings.HasPrefix(a.Val, "javascript:") && a.Key != "value"
			}
			if n.Type == html.ElementNode && foreign {
				t.Errorf("%s came alive as %s %v", words, n.Data, n.Attr)
			}
		}
	}
}

func TestLongSearchIsCut(t *testing.T) {
	t.Parallel()
	usual := ask(t, "GET", "/commands").Body.Len()
	answer := ask(t, "GET", "/commands?q="+strings.Repeat("%C3%A9", 10000))
	if answer.Code != 200 || answer.Body.Len() > usual || strings.Contains(answer.Body.String(), strings.Repeat("é", 101)) {
		t.Errorf("%d, %d bytes; the page of everything has %d", answer.Code, answer.Body.Len(), usual)
	}
	if !strings.Contains(answer.Body.String(), fmt.Sprintf("“%s”", strings.Repeat("é", 100))) {
		t.Error("the first 100 characters are not looked for")
	}
}
