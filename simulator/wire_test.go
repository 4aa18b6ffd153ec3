package simulator_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// fault is what goes wrong with one request, or at one look at the clock.
type fault string

const (
	errorBefore fault = "connection lost before GitHub did it"
	errorAfter  fault = "connection lost after GitHub did it"
	badBefore   fault = "502 before GitHub did it"
	badAfter    fault = "502 after GitHub did it"
	rateLimit   fault = "secondary rate limit"
	dieBefore   fault = "the process dies before the request"
	dieAfter    fault = "the process dies after the request"
	dieInside   fault = "the process dies between two requests"
	stop        fault = "the process is told to stop"
	stall       fault = "the process stalls past its lease, another takes over"
	meanwhile   fault = "a person acts meanwhile"
	stale       fault = "GitHub answers as it was some seconds ago"
)

var faults = []fault{
	errorBefore, errorAfter, badBefore, badAfter, rateLimit, dieBefore, dieAfter, stop, dieInside, stall, stall, meanwhile,
}

// wire carries the app's requests to the emulator, each of which takes some
// time, and lets one of them go wrong.
type wire struct {
	world *world
	next  http.RoundTripper

	armed  fault
	after  int  // how many requests, or looks at the clock, pass before
	aimed  bool // only requests around a write count
	struck bool // something went wrong with a write in this step
	dead   bool // the process is gone
	cancel func()
	wrote  func()            // what to do whenever a write has reached GitHub, if anything
	happen func(body string) // what a stall or an act is about is in the request's body
	count  int               // of all requests, for the report
	former map[string]former // the last answers to reads, by request
}

// former is an answer that GitHub gave before.
type former struct {
	at     time.Time
	header http.Header
	body   []byte
}

// mostStale is how far GitHub's reads lag here: less than what the confirming
// run waits.
const mostStale = 20 * time.Second

// arm makes the n-th request from now go wrong.
func (t *wire) arm(f fault, n int) { t.armed, t.after = f, n }

func (t *wire) disarm() { t.armed, t.aimed, t.cancel, t.happen = "", false, nil, nil }

// tick is a look at the clock.
func (t *wire) tick() {
	if t.armed != dieInside {
		return
	}
	if t.after--; t.after < 0 {
		t.struck = true
		t.die()
	}
}

// die ends the goroutine that works on a key as the end of the process does:
// nothing of it happens any more.
func (t *wire) die() {
	t.world.note("  ! %s", t.armed)
	t.armed, t.dead = "", true
	runtime.Goexit()
}

// RoundTrip is part of http.RoundTripper.
func (t *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	t.count++
	t.world.pass(time.Duration(20+t.world.random.IntN(200)) * time.Millisecond)
	body, err := copyBody(r)
	if err != nil {
		return nil, err
	}
	if !t.due(r, body) {
		return t.read(r, body)
	}
	f := t.armed
	t.struck = t.struck || undecided(r, body)
	if writes(r, body) {
		clear(t.former)
	}
	switch f {
	case dieBefore:
		t.die()
	case dieAfter:
		if answer, err := t.send(r); err == nil {
			answer.Body.Close()
		}
		t.die()
	}
	t.armed = ""
	t.world.note("  ! %s: %s", f, describe(r, body))
	return t.wrong(f, r, body)
}

func (t *wire) wrong(f fault, r *http.Request, body string) (*http.Response, error) {
	switch f {
	case errorBefore:
		return nil, errors.New("connection reset")
	case badBefore:
		return made(r, http.StatusBadGateway, nil), nil
	case rateLimit:
		return made(r, http.StatusForbidden, http.Header{"Retry-After": {"90"}}), nil
	case stop:
		t.cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	answer, err := t.send(r)
	switch {
	case err != nil:
		return nil, err
	case f == errorAfter:
		answer.Body.Close()
		return nil, errors.New("connection reset")
	case f == badAfter:
		answer.Body.Close()
		return made(r, http.StatusBadGateway, nil), nil
	default:
		t.happen(body)
		return answer, nil
	}
}

// due says whether this request is the one that goes wrong. Requests for tokens
// depend on the machine's clock and do not count.
func (t *wire) due(r *http.Request, body string) bool {
	if t.armed == "" || t.armed == dieInside || t.armed == stale || strings.HasSuffix(r.URL.Path, "/access_tokens") {
		return false
	}
	if t.aimed && !undecided(r, body) {
		return false
	}
	if t.after--; t.after >= 0 {
		return false
	}
	// A process that stalls between its last look at the text and the write
	// cannot know: its context's end keeps it from sending, which is not played.
	lastLook := r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/issues/")
	return (t.armed != stall && t.armed != meanwhile) || !lastLook && !writes(r, body)
}

// read sends a request, and keeps the answer to a read of issues for later: a
// stale wire gives the former one, if it is another.
func (t *wire) read(r *http.Request, body string) (*http.Response, error) {
	answer, err := t.send(r)
	if strings.Contains(body, `"query":"mutation`) {
		// A read that is behind the app's own write to a card is not played: the
		// app takes the card for one that a person has emptied or removed.
		clear(t.former)
	}
	if err != nil || !strings.Contains(body, `"query":"query`) || answer.StatusCode != http.StatusOK {
		return answer, err
	}
	text, err := io.ReadAll(answer.Body)
	known := t.former[body]
	if t.armed == stale && t.world.now.Sub(known.at) < mostStale && !bytes.Equal(known.body, text) {
		t.world.note("  ! %s: %s", t.armed, describe(r, body))
		answer.Header, text = known.header, known.body
	} else {
		t.former[body] = former{at: t.world.now, header: answer.Header.Clone(), body: text}
	}
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer, err
}

// writes reports whether a request changes something.
func writes(r *http.Request, body string) bool {
	return r.Method != http.MethodGet && !strings.Contains(body, `"query":"query`)
}

// undecided reports whether the app, cut off here, is left in doubt about a
// value that it writes.
func undecided(r *http.Request, body string) bool {
	confirms := r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/issues/")
	return writes(r, body) || confirms
}

func (t *wire) send(r *http.Request) (*http.Response, error) {
	answer, err := t.next.RoundTrip(r)
	if t.wrote != nil && r.Method != http.MethodGet {
		t.wrote()
	}
	return answer, err
}

func made(r *http.Request, status int, header http.Header) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"message":"something went wrong"}`)),
	}
}

func copyBody(r *http.Request) (string, error) {
	if r.Body == nil {
		return "", nil
	}
	b, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(b))
	return string(b), err
}

func describe(r *http.Request, body string) string {
	if _, rest, ok := strings.Cut(body, `"query":"`); ok {
		name, _, _ := strings.Cut(rest, "{")
		return "graphql " + name
	}
	return r.Method + " " + r.URL.Path
}
