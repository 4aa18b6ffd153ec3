package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// spoken is an answer as it came over the wire.
type spoken struct {
	status int
	header http.Header
	body   string
}

// object is the answer's body, which is one.
func (s spoken) object(t testing.TB) map[string]any {
	t.Helper()
	var made map[string]any
	if err := json.Unmarshal([]byte(s.body), &made); err != nil {
		t.Fatalf("read %q: %v", s.body, err)
	}
	return made
}

// say sends one request as a person. Headers are "Name: value".
func say(t testing.TB, e *emulator.Emulator, login, what, body string, headers ...string) spoken {
	t.Helper()
	method, path, _ := strings.Cut(what, " ")
	r, err := http.NewRequest(method, "https://github.test/api/v3"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if login != "" {
		r.Header.Set("Authorization", "Bearer user:"+login)
	}
	for _, each := range headers {
		if name, value, named := strings.Cut(each, ": "); named {
			r.Header.Set(name, value)
		}
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return spoken{answer.StatusCode, answer.Header, string(text)}
}

func TestRequestsThatAreNotWellFormed(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	const issue, issues = "PATCH /repos/acme/shop/issues/2", "POST /repos/acme/shop/issues"
	cases := []struct {
		name, what, body string
		headers          []string
		status           int
		message          string
	}{
		{"broken JSON", issue, `{"title": `, nil, 400, "Problems parsing JSON"},
		{"no object", issue, `["title"]`, nil, 400, "Body should be a JSON object"},
		{"a number for a text", issue, `{"title": 1}`, nil, 422, "Invalid request.\n\nFor 'properties/title', 1 is not a string."},
		{"a text for a list", issue, `{"assignees": "anna"}`, nil, 422, "Invalid request.\n\nFor 'properties/assignees', \"anna\" is not an array."},
		{"a number within a list", issue, `{"assignees": ["anna", 7]}`, nil, 422, "Invalid request.\n\nFor 'properties/assignees', [\"anna\", 7] is not of the right type."},
		{"a number for a label", issue, `{"labels": [7]}`, nil, 422, "Invalid request.\n\nFor 'properties/labels', [7] is not of the right type."},
		{"nothing to change", issue, "", nil, 200, ""},
		{"nothing to make", issues, "", nil, 422, ""},
		{"too much", issue, strings.Repeat(" ", 8<<20+1), nil, 413, "Payload too big"},
		{"no such path", "GET /repos/acme/shop/nothing", "", nil, 404, "Not Found"},
		{"no such method", "DELETE /repos/acme/shop/issues/2", "", nil, 404, "Not Found"},
		{"a slash at the end", "GET /repos/acme/shop/issues/", "", nil, 404, "Not Found"},
		{"a slash at the end of a path in a repository", "GET /repos/acme/shop/contents/", "", nil, 200, ""},
		{
			"no such version", "GET /repos/acme/shop", "",
			[]string{"X-GitHub-Api-Version: 2021-01-01"},
			400,
			`The version you specified in the "X-GitHub-API-Version" request header, "2021-01-01", is not a supported version. The following versions are currently supported: "2022-11-28", "2026-03-10" (most recent).`,
		},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			got := say(t, e, "anna", each.what, each.body, each.headers...)
			if got.status != each.status {
				t.Fatalf("got %d %s, want %d", got.status, got.body, each.status)
			}
			if got.header.Get("Content-Type") != "application/json; charset=utf-8" || got.header.Get("X-GitHub-Request-Id") == "" {
				t.Errorf("headers: %v", got.header)
			}
			if each.message != "" {
				o := got.object(t)
				if o["message"] != each.message || o["documentation_url"] == nil || o["status"] == nil {
					t.Errorf("got %v, want %q", o, each.message)
				}
			}
		})
	}
}

func TestUserAgentIsRequired(t *testing.T) {
	t.Parallel()
	got := say(t, small(t, newClock()), "anna", "GET /repos/acme/shop", "", "User-Agent: ")
	if got.status != 403 || !strings.Contains(got.body, "Please make sure your request has a User-Agent header") {
		t.Errorf("without a User-Agent: %d %s", got.status, got.body)
	}
}

func TestWhatIsNotEmulatedIsListed(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for _, what := range []string{"GET /repos/acme/shop/keys?page=2", "PUT /repos/acme/shop", "GET /repos/acme/shop/keys", "GET /repos/acme/nothing"} {
		if got := say(t, e, "anna", what, ""); got.status != 404 {
			t.Errorf("%s: %d", what, got.status)
		}
	}
	if diff := cmp.Diff([]string{"GET /repos/acme/shop/keys", "PUT /repos/acme/shop"}, e.NotEmulated()); diff != "" {
		t.Errorf("not emulated (-want +got):\n%s", diff)
	}
}

func TestUnchangedAnswersAreNotSentAgain(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	const what = "GET /repos/acme/shop/issues/2"
	first := say(t, e, "anna", what, "")
	tag, at := first.header.Get("ETag"), first.header.Get("Last-Modified")
	if at != "Mon, 02 Mar 2026 09:00:00 GMT" {
		t.Errorf("Last-Modified of an issue: %q", at)
	}
	if list := say(t, e, "anna", "GET /repos/acme/shop/issues", ""); list.header.Get("Last-Modified") != "" || list.header.Get("ETag") == "" {
		t.Errorf("validators of a list: %v", list.header)
	}
	c.Pass(time.Minute)
	conditions := map[string]string{"by tag": "If-None-Match: " + tag, "by time": "If-Modified-Since: " + at}
	for name, header := range conditions {
		if got := say(t, e, "anna", what, "", header); got.status != 304 || got.body != "" || got.header.Get("ETag") != tag {
			t.Errorf("unchanged %s: %d %q", name, got.status, got.body)
		}
	}
	if got := say(t, e, "anna", what, "", conditions["by time"], "If-None-Match: \"other\""); got.status != 200 {
		t.Errorf("another tag and the same time: %d", got.status)
	}
	if err := e.CloseIssue("anna", ref(t, "acme/shop#2"), upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	for name, header := range conditions {
		if got := say(t, e, "anna", what, "", header); got.status != 200 {
			t.Errorf("changed %s: %d", name, got.status)
		}
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for path, want := range map[string]int{"/repos/acme/shop": 200, "/repos/acme/none": 404} {
		get, head := say(t, e, "anna", "GET "+path, ""), say(t, e, "anna", "HEAD "+path, "")
		if head.status != want || head.body != "" || head.header.Get("ETag") != get.header.Get("ETag") {
			t.Errorf("HEAD %s: %d %q %v", path, head.status, head.body, head.header)
		}
	}
}

func TestLatestVersionLacksWhatWasRetired(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	const latest = "X-GitHub-Api-Version: 2026-03-10"
	cases := []struct{ what, member string }{
		{"GET /repos/acme/shop", "has_downloads"},
		{"GET /repos/acme/shop/issues/2", "assignee"},
		{"GET /rate_limit", "rate"},
	}
	for _, each := range cases {
		before, after := say(t, e, "anna", each.what, ""), say(t, e, "anna", each.what, "", latest)
		if _, has := before.object(t)[each.member]; !has || before.header.Get("X-GitHub-Api-Version-Selected") != "2022-11-28" {
			t.Errorf("%s of the first version: %v %s", each.what, before.header, before.body)
		}
		if _, has := after.object(t)[each.member]; has || after.header.Get("X-GitHub-Api-Version-Selected") != "2026-03-10" {
			t.Errorf("%s of the latest version: %v %s", each.what, after.header, after.body)
		}
	}
	if got := say(t, e, "", "GET /versions", ""); got.body != `["2026-03-10","2022-11-28"]` {
		t.Errorf("versions: %s", got.body)
	}
}

func TestLinkLeadsToEveryPage(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for range 105 {
		if _, err := e.Comment("anna", ref(t, "acme/shop#1"), "Again"); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		query string
		size  int
		link  string // each as rel=page
	}{
		{"per_page=50", 50, "next=2 last=3"},
		{"per_page=50&page=2", 50, "prev=1 next=3 last=3 first=1"},
		{"per_page=50&page=3", 5, "prev=2 first=1"},
		{"per_page=50&page=9", 0, "prev=3 last=3 first=1"},
		{"per_page=50&page=9223372036854775807", 0, "prev=3 last=3 first=1"},
		{"per_page=1000", 100, "next=2 last=2"},
		{"page=-1", 30, "next=2 last=4"},
		{"per_page=0", 30, "next=2 last=4"},
	}
	for _, each := range cases {
		t.Run(each.query, func(t *testing.T) {
			t.Parallel()
			got := say(t, e, "anna", "GET /repos/acme/shop/issues/1/comments?"+each.query, "")
			var comments []any
			if err := json.Unmarshal([]byte(got.body), &comments); err != nil || len(comments) != each.size {
				t.Errorf("%d comments, %v, want %d", len(comments), err, each.size)
			}
			var links []string
			for link := range strings.SplitSeq(got.header.Get("Link"), ", ") {
				address, relation, _ := strings.Cut(strings.TrimPrefix(link, "<"), `>; rel="`)
				r, err := http.NewRequest(http.MethodGet, address, nil)
				if err != nil {
					t.Fatal(err)
				}
				links = append(links, strings.TrimSuffix(relation, `"`)+"="+r.URL.Query().Get("page"))
			}
			if diff := cmp.Diff(each.link, strings.Join(links, " ")); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherMediaTypesAreSaidBack(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for accept, want := range map[string]string{
		"application/vnd.github+json":      "github.v3; format=json",
		"application/vnd.github.full+json": "github.v3; param=full; format=json",
		"application/vnd.github.v3.raw":    "github.v3; param=raw; format=json",
	} {
		if got := say(t, e, "anna", "GET /repos/acme/shop", "", "Accept: "+accept).header.Get("X-GitHub-Media-Type"); got != want {
			t.Errorf("%s: %q, want %q", accept, got, want)
		}
	}
}
