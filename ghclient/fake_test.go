package ghclient

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/testclock"
)

const (
	testInstallation = int64(7)
	testHost         = "github.test"
)

var testKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

// reply is one answer of the fake.
type reply struct {
	status int
	header map[string]string
	body   string
	err    error // instead of an answer
	cut    bool  // the body breaks off with an error
}

// fake answers requests by "METHOD path" in turn; the last answer of a path
// stays. Tokens are given unless a test says otherwise.
type fake struct {
	mu      sync.Mutex
	replies map[string][]reply
	sent    []sent
}

// sent is a request that reached the network.
type sent struct {
	line, query, token, body, host string
}

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	line := r.Method + " " + strings.TrimPrefix(r.URL.EscapedPath(), "/api/v3")
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	f.sent = append(f.sent, sent{line: line, query: r.URL.RawQuery, token: r.Header.Get("Authorization"), body: string(body), host: r.URL.Host})
	all := f.replies[line]
	if len(all) == 0 && strings.HasSuffix(line, "/access_tokens") {
		return f.reply(r, tokenReply(fmt.Sprintf("token%d", len(f.sent)))), nil
	}
	if len(all) == 0 {
		return f.reply(r, reply{status: 404, body: `{"message":"Not Found"}`}), nil
	}
	if len(all) > 1 {
		f.replies[line] = all[1:]
	}
	if all[0].err != nil {
		return nil, all[0].err
	}
	return f.reply(r, all[0]), nil
}

func tokenReply(token string) reply {
	return reply{status: 201, body: fmt.Sprintf(`{"token":%q,"expires_at":"2999-01-01T00:00:00Z"}`, token)}
}

func (f *fake) reply(r *http.Request, a reply) *http.Response {
	header := http.Header{"X-Github-Request-Id": {"ABCD:1"}, "Content-Type": {"application/json"}}
	for name, value := range a.header {
		header.Set(name, value)
	}
	var body io.Reader = strings.NewReader(a.body)
	if a.cut {
		body = io.MultiReader(body, brokenReader{})
	}
	return &http.Response{
		StatusCode: a.status, Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		Header: header, Body: io.NopCloser(body), Request: r, ContentLength: -1, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// lines are the requests sent, those for tokens left out.
func (f *fake) lines() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var lines []string
	for _, s := range f.sent {
		if !strings.HasSuffix(s.line, "/access_tokens") {
			lines = append(lines, s.line)
		}
	}
	return lines
}

// last is the request sent last.
func (f *fake) last() sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent[len(f.sent)-1]
}

// variables are those of the GraphQL request sent last.
func (f *fake) variables(t *testing.T) map[string]any {
	t.Helper()
	var body struct {
		Variables map[string]any `json:"variables"`
	}
	if err := json.Unmarshal([]byte(f.last().body), &body); err != nil {
		t.Fatal(err)
	}
	return body.Variables
}

// newTestClient is a client of a fake GitHub with these answers, which is known
// to be able to do everything.
func newTestClient(t *testing.T, replies map[string][]reply) (*Client, *fake, *testclock.Clock) {
	t.Helper()
	if replies == nil {
		replies = map[string][]reply{}
	}
	f := &fake{replies: replies}
	at := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	c, err := New(Config{
		V3URL: "https://" + testHost + "/api/v3", V4URL: "https://" + testHost + "/api/graphql",
		AppID: 1, PrivateKey: testKey(), Transport: f, Now: at.Now, UserAgent: "upkeep-test", Log: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	c.features.Store(&knownFeatures{Features{ArchivedListing: true, OptionIDs: true, Views: true, Dependencies: true, SubIssues: true}, at.Now()})
	return c, f, at
}
