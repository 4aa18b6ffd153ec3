package app_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answered is at the page that goes to GitHub.
func (n *newcomer) answered() *visitor {
	n.Helper()
	v := n.browse()
	v.asOwner()
	v.open(n.link)
	v.submit("Go on", map[string]string{"organisation": "acme", "address": n.server})
	v.sees(200, "What Upkeep asks for")
	return v
}

// offered is a visitor at GitHub's page that makes the app.
func (n *newcomer) offered() *visitor {
	n.Helper()
	v := n.answered()
	v.submit("Create it on GitHub", nil)
	return v
}

// stopped agrees on GitHub's page, and is where GitHub leads to without going there.
func (v *visitor) stopped() (back *url.URL) {
	v.Helper()
	v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		back = r.URL
		return http.ErrUseLastResponse
	}
	v.submit("Create GitHub App", nil)
	v.client.CheckRedirect = nil
	if back == nil {
		v.Fatalf("GitHub leads nowhere: %d\n%s", v.code, v.text)
	}
	return back
}

// with is an address with another value in its query.
func with(address *url.URL, name, value string) string {
	changed, query := *address, address.Query()
	query.Set(name, value)
	changed.RawQuery = query.Encode()
	return changed.String()
}

func (n *newcomer) wantNothingKept() {
	n.Helper()
	entries, err := os.ReadDir(filepath.Dir(n.file))
	n.must(err)
	for _, e := range entries {
		if e.Name() != "upkeep.yml" {
			n.Errorf("%s was written", e.Name())
		}
	}
}

func TestOnlyTheLinkOpensTheSetUp(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.browse()
	for _, path := range []string{"/setup/x", "/setup/" + strings.Repeat("A", 43), "/setup/x/create", "/setup/x/import", n.link[len(n.server):] + "x"} {
		v.open(n.server + path)
		v.sees(404, "This is not the link")
	}
	v.open(n.server + "/setup/created?code=abc&state=")
	v.sees(403, "This is not the browser that began")
	for _, path := range []string{"/", "/commands", "/setup/x", "/nothing"} {
		v.open(n.server + path)
		if strings.Contains(v.text, strings.TrimPrefix(n.link, n.server)) {
			t.Errorf("%s shows the link", path)
		}
	}
	if strings.Contains(n.log.String(), strings.TrimPrefix(n.link, n.server+"/setup/")) {
		t.Errorf("the log shows the link:\n%s", n.log)
	}
}

func TestTheFirstBrowserKeepsTheSetUpToItself(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	other := n.browse()
	other.open(n.link)
	other.sees(200, "Set Upkeep up") // only looking takes nothing
	first := n.answered()
	second := n.browse()
	for _, path := range []string{"", "/create", "/import"} {
		second.open(n.link + path)
		second.sees(403, "The link was used already")
	}
	other.submit("Go on", map[string]string{"organisation": "evil", "address": n.server})
	other.sees(403, "The link was used already")
	first.submit("Create it on GitHub", nil)
	first.sees(200, "Create a GitHub App for acme")
	back := first.stopped()
	second.open(back.String())
	second.sees(403, "This is not the browser that began")
	n.wantNothingKept()
	first.open(back.String())
	first.sees(200, "Upkeep is set up")
}

func TestACodeCountsOnceAndWithItsState(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.offered()
	back := v.stopped()
	for _, wrong := range []string{with(back, "state", "another"), with(back, "state", ""), with(back, "state", back.Query().Get("state")+"x")} {
		v.open(wrong)
		v.sees(403, "This does not belong to what you began here")
	}
	for _, wrong := range []string{"", "../../app", "a/b", strings.Repeat("a", 201), "a\x00b"} {
		v.open(with(back, "code", wrong))
		v.sees(400, "GitHub sent no code")
	}
	n.wantNothingKept()
	v.open(back.String())
	v.sees(200, "Upkeep is set up")
	n.eventually("the server is ready", func() bool { return n.status(http.MethodGet, "/readyz") == 200 })
	v.open(back.String())
	v.sees(200, "Its setup pages are closed")
	v.open(n.link)
	v.sees(200, "Its setup pages are closed")
	n.keptWell()
}

func TestACodeThatSomebodyElseUsed(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.offered()
	back := v.stopped()
	thief := n.browse()
	thief.send(http.MethodPost, n.githubURL+"/api/v3/app-manifests/"+back.Query().Get("code")+"/conversions", nil)
	thief.sees(201)
	v.open(back.String())
	v.sees(502, "GitHub does not take this code", "delete it there")
	v.follow("Begin again")
	v.open(back.String())
	v.sees(403, "This does not belong to what you began here")
	n.wantNothingKept()
	v.follow("Begin again")
	v.sees(200, "Set Upkeep up")
}

// TestGitHubsPageIsLeft cancels on GitHub, goes back, and answers otherwise.
func TestGitHubsPageIsLeft(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.answered()
	offer := v.at.String()
	v.submit("Create it on GitHub", nil)
	v.open(offer)
	v.sees(200, "What Upkeep asks for")
	v.follow("Change the answers")
	v.sees(200, "Set Upkeep up")
	v.submit("Go on", map[string]string{"organisation": "@acme/", "address": n.server + "/"})
	v.sees(200, n.server+"/api/github/hook")
	v.submit("Create it on GitHub", nil)
	v.submit("Create GitHub App", nil)
	v.sees(200, "Upkeep is set up")
}

// TestTheBrowserComesBackToWhereItIs sets up by an address that GitHub does not
// know, as through a tunnel: the browser's cookie is there, and nowhere else.
func TestTheBrowserComesBackToWhereItIs(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.browse()
	v.asOwner()
	v.open(n.link)
	v.submit("Go on", map[string]string{"organisation": "acme", "address": "http://127.0.0.9:1"})
	v.sees(200, "http://127.0.0.9:1/api/github/hook")
	v.submit("Create it on GitHub", nil)
	v.submit("Create GitHub App", nil)
	v.sees(200, "Upkeep is set up")
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	for _, origin := range []string{"https://evil.example", "null", n.server + ".evil.example"} {
		v := n.browse()
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.link, strings.NewReader("organisation=evil&address="+url.QueryEscape(n.server)))
		n.must(err)
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("Origin", origin)
		answer, err := v.client.Do(q)
		n.must(err)
		n.must(answer.Body.Close())
		if answer.StatusCode != http.StatusForbidden || answer.Header.Get("Set-Cookie") != "" {
			t.Errorf("from %s: %s, cookie %q", origin, answer.Status, answer.Header.Get("Set-Cookie"))
		}
	}
	n.answered() // nobody has taken the pages
}

// TestTheCookieStaysWhereItBelongs wants it out of the reach of scripts, other
// paths, other sites' forms, and lines that can be read.
func TestTheCookieStaysWhereItBelongs(t *testing.T) {
	t.Parallel()
	for scheme, secure := range map[string]bool{"http": false, "https": true} {
		n := newNewcomer(t)
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.link, http.NoBody)
		n.must(err)
		q.Header.Set("Origin", scheme+"://"+q.Host)
		answer, err := http.DefaultTransport.RoundTrip(q)
		n.must(err)
		n.must(answer.Body.Close())
		cookies := answer.Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: cookies %v", scheme, cookies)
		}
		c := cookies[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/setup" || c.Domain != "" || c.Secure != secure || len(c.Value) < 43 || strings.Contains(n.link, c.Value) {
			t.Errorf("%s: %v", scheme, c)
		}
	}
}

func TestAKeyThatIsThereIsNotOverwritten(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.offered()
	n.must(os.WriteFile(n.file, []byte("the key of somebody else"), 0o600))
	v.submit("Create GitHub App", nil)
	v.sees(500, "The app is not kept yet", "Upkeep overwrites no key: move it away")
	v.open(n.link)
	v.sees(500, "The app is not kept yet")
	v.submit("Try again", nil)
	v.sees(500, "The app is not kept yet")
	text, err := os.ReadFile(n.file)
	n.must(err)
	if string(text) != "the key of somebody else" {
		t.Fatalf("the file is %q", text)
	}
	n.must(os.Rename(n.file, n.file+".old"))
	v.submit("Try again", nil)
	v.sees(200, "Upkeep is set up")
	n.eventually("the server is ready", func() bool { return n.status(http.MethodGet, "/readyz") == 200 })
	n.keptWell()
}

// losing loses the answer to a conversion, after GitHub has done it.
type losing struct{ sent atomic.Int32 }

func (l *losing) RoundTrip(q *http.Request) (*http.Response, error) {
	if !strings.Contains(q.URL.Path, "/conversions") {
		return http.DefaultTransport.RoundTrip(q)
	}
	l.sent.Add(1)
	answer, err := http.DefaultTransport.RoundTrip(q)
	if err == nil {
		err = answer.Body.Close()
	}
	return nil, errors.Join(err, errors.New("the line is cut"))
}

func TestAnAnswerOfGitHubIsLost(t *testing.T) {
	t.Parallel()
	line := &losing{}
	n := newNewcomer(t, func(n *newcomer) { n.transport = line })
	v := n.offered()
	v.submit("Create GitHub App", nil)
	v.sees(502, "GitHub's answer did not arrive", "make a new key for it there and import it")
	n.wantNothingKept()
	if sent := line.sent.Load(); sent != 1 {
		t.Errorf("the code was sent %d times", sent)
	}
	v.follow("Begin again")
	v.follow("Import it")
	key, err := n.github.AppKey()
	n.must(err)
	v.submit("Import", map[string]string{"id": n.appID(), "key": string(key), "secret": "typed by hand"})
	v.sees(200, "Upkeep is set up")
}

func TestTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.browse()
	v.open(n.link)
	v.submit("Go on", map[string]string{"organisation": strings.Repeat("a", 70<<10), "address": n.server})
	v.sees(413, "That was too long")
	v.open(n.link)
	v.submit("Go on", map[string]string{"organisation": `"><script>alert(1)</script>`, "address": "javascript:alert(1)"})
	v.sees(422, "Names of organisations are of letters", "This is no address")
	if strings.Contains(v.text, "<script") {
		t.Errorf("what was typed came alive:\n%s", v.text)
	}
}

func TestPagesRunLoadAndLeaveNothing(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	v := n.answered()
	for path, leadsTo := range map[string]string{n.link: "", n.link + "/create": n.githubURL, n.link + "/import": "", n.server: "", n.server + "/setup/x": ""} {
		v.open(path)
		got := map[string]string{}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "Etag"} {
			got[name] = v.head.Get(name)
		}
		want := map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' " + leadsTo + "; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "Cache-Control": "no-store", "Etag": "",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}
