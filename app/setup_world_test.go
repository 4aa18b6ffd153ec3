package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
)

// newcomer is a GitHub without an app, and a server that is to be set up on it.
type newcomer struct {
	testing.TB
	github    *emulator.Emulator
	githubURL string
	// server is the server's address, link what it printed.
	server, link string
	file         string
	log          *lockedLog
	// transport carries the server's requests to GitHub.
	transport http.RoundTripper
}

// lockedLog is written by the server while the test reads it.
type lockedLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

const emptyGitHub = `
app: false
organizations: [{login: acme, owners: [olga], members: [anna], repositories: [{name: shop}, {name: .github}]}]`

func newNewcomer(t *testing.T, change ...func(*newcomer)) *newcomer {
	t.Helper()
	n := &newcomer{TB: t, github: emulator.New(t, emptyGitHub, func(o *emulator.Options) { o.WebhookSecret, o.AppKey = "", nil })}
	n.githubURL, n.log, n.transport = n.github.Serve(t), &lockedLog{}, http.DefaultTransport
	n.file = config.RegistrationFile(n.getenv(t.TempDir()))
	for _, each := range change {
		each(n)
	}
	n.serve()
	return n
}

// getenv is the environment of a server whose settings file is in a folder.
func (n *newcomer) getenv(folder string) func(string) string {
	settings := map[string]string{
		"GITHUB_WEB_URL": n.githubURL, "GITHUB_V3_API_URL": n.githubURL + "/api/v3", "GITHUB_V4_API_URL": n.githubURL + "/api/graphql",
		"UPKEEP_CONFIG": filepath.Join(folder, "upkeep.yml"),
	}
	return func(name string) string { return settings[name] }
}

// serve starts the server; it ends with the test.
func (n *newcomer) serve() {
	n.Helper()
	folder := filepath.Dir(n.file)
	n.must(writeEmpty(filepath.Join(folder, "upkeep.yml")))
	db, err := store.Open(n.Context(), "memory:", time.Now)
	n.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	n.must(err)
	n.server = "http://" + listener.Addr().String()
	settings, err := config.Load(n.getenv(folder))
	if err != config.ErrNotRegistered { //nolint:errorlint // that and nothing else
		n.Fatalf("load: %v", err)
	}
	log := zerolog.New(n.log)
	printed, ended := make(chan string, 1), make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		ended <- app.ServeSetup(ctx, listener, app.SetupOptions{
			Settings: settings, File: n.file, Print: func(link string) error { printed <- link; return nil },
			Build: func(ctx context.Context) (*app.App, error) {
				settings, err := config.Load(n.getenv(folder))
				if err != nil {
					return nil, err
				}
				return app.New(ctx, app.Options{Settings: settings, Store: db, Transport: n.transport, Now: time.Now, After: time.After, Random: func() float64 { return 0 }, Log: log})
			},
			Transport: n.transport, Now: time.Now, Random: rand.Reader, Log: log,
		})
	}()
	n.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			n.Errorf("the server ended with %v", err)
		}
		n.must(db.Close())
	})
	select {
	case n.link = <-printed:
	case err := <-ended:
		ended <- nil
		n.Fatalf("the server prints no link: %v", err)
	}
}

func (n *newcomer) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// status is what the server answers to a request without a cookie.
func (n *newcomer) status(method, path string) int {
	n.Helper()
	q, err := http.NewRequestWithContext(n.Context(), method, n.server+path, http.NoBody)
	n.must(err)
	answer, err := http.DefaultTransport.RoundTrip(q)
	n.must(err)
	n.must(answer.Body.Close())
	return answer.StatusCode
}

// visitor is a browser without a script.
type visitor struct {
	*newcomer
	client *http.Client
	// What it shows.
	at   *url.URL
	code int
	page *html.Node
	text string
	head http.Header
}

func (n *newcomer) browse() *visitor {
	n.Helper()
	jar, err := cookiejar.New(nil)
	n.must(err)
	return &visitor{newcomer: n, client: &http.Client{Jar: jar}}
}

// open goes to an address.
func (v *visitor) open(address string) {
	v.Helper()
	v.send(http.MethodGet, address, nil)
}

func (v *visitor) send(method, address string, form url.Values) {
	v.Helper()
	q, err := http.NewRequestWithContext(v.Context(), method, address, strings.NewReader(form.Encode()))
	v.must(err)
	q.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if v.at != nil {
			q.Header.Set("Origin", v.at.Scheme+"://"+v.at.Host)
		}
	}
	answer, err := v.client.Do(q)
	v.must(err)
	text, err := io.ReadAll(answer.Body)
	v.must(err)
	v.must(answer.Body.Close())
	v.page, err = html.Parse(bytes.NewReader(text))
	v.must(err)
	v.at, v.code, v.text, v.head = answer.Request.URL, answer.StatusCode, string(text), answer.Header
}

// submit sends the page's form whose button has these words, with what is typed
// by the names of inputs.
func (v *visitor) submit(button string, typed map[string]string) {
	v.Helper()
	for n := range v.page.Descendants() {
		if n.Data != "form" || !strings.Contains(words(n), button) {
			continue
		}
		form := url.Values{}
		for input := range n.Descendants() {
			if name := attribute(input, "name"); name != "" && (input.Data == "input" || input.Data == "textarea") {
				form.Set(name, attribute(input, "value"))
			}
		}
		for name, value := range typed {
			if !form.Has(name) {
				v.Fatalf("the form has no %s:\n%s", name, v.text)
			}
			form.Set(name, value)
		}
		action, err := v.at.Parse(attribute(n, "action"))
		v.must(err)
		v.send(http.MethodPost, action.String(), form)
		return
	}
	v.Fatalf("the page has no form with %q (%d):\n%s", button, v.code, v.text)
}

// follow follows the link with these words.
func (v *visitor) follow(link string) {
	v.Helper()
	for n := range v.page.Descendants() {
		if n.Data == "a" && words(n) == link {
			to, err := v.at.Parse(attribute(n, "href"))
			v.must(err)
			v.open(to.String())
			return
		}
	}
	v.Fatalf("the page has no link %q:\n%s", link, v.text)
}

// sees wants a page with a status that shows texts.
func (v *visitor) sees(code int, texts ...string) {
	v.Helper()
	if v.code != code {
		v.Fatalf("%s: status %d, want %d:\n%s", v.at, v.code, code, words(v.page))
	}
	for _, want := range texts {
		if !strings.Contains(words(v.page), want) {
			v.Fatalf("the page does not show %q but:\n%s", want, words(v.page))
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var all strings.Builder
	for each := range n.Descendants() {
		if each.Type == html.TextNode {
			all.WriteString(each.Data)
		}
	}
	return strings.Join(strings.Fields(all.String()), " ")
}

// eventually waits until something is so.
func (n *newcomer) eventually(what string, so func() bool) {
	n.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			n.Fatalf("never: %s\n%s", what, n.log)
		}
	}
}
