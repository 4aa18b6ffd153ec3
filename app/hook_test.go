package app_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/store"
)

// GitHub's own test vector.
// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
const (
	vectorSecret    = "It's a Secret to Everybody"
	vectorPayload   = "Hello, World!"
	vectorSignature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
)

// hook is the endpoint on a database of its own.
type hook struct {
	*app.Hook
	*store.Store
	hints atomic.Int64 // how often the pump was woken
}

func newHook(t testing.TB) *hook {
	t.Helper()
	db, err := store.Open(t.Context(), "memory:", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &hook{Store: db}
	h.Hook, err = app.NewHook([]byte(vectorSecret), db, func() { h.hints.Add(1) }, time.Now, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// post sends a request and returns the status.
func (h *hook) post(r *http.Request) int {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code
}

// held is what the inbox holds, in the order of arrival.
func (h *hook) held(t testing.TB) []store.Delivery {
	t.Helper()
	all, err := h.Pending(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// delivery is a request as GitHub makes it.
func delivery(guid string, payload []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/github/hook", bytes.NewReader(payload))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Delivery", guid)
	r.Header.Set("X-GitHub-Event", "ping")
	r.Header.Set("X-GitHub-Hook-ID", "42")
	r.Header.Set("X-Hub-Signature-256", sign(payload))
	return r
}

func sign(payload []byte) string {
	mac := hmac.New(sha256.New, []byte(vectorSecret))
	mac.Write(payload)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	signature := func(value string) func(*http.Request) { return set("X-Hub-Signature-256", value) }
	without := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	digits := strings.TrimPrefix(vectorSignature, "sha256=")
	for _, test := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"GitHub's test vector", signature(vectorSignature), 202},
		{"with a character set", set("Content-Type", "application/json; charset=utf-8"), 202},
		{"the same bytes in capitals", signature("sha256=" + strings.ToUpper(digits)), 202},
		{"no hook id", without("X-GitHub-Hook-ID"), 202},
		{"no signature", without("X-Hub-Signature-256"), 401},
		{"an empty signature", signature(""), 401},
		{"SHA-1 only", func(r *http.Request) {
			r.Header.Del("X-Hub-Signature-256")
			r.Header.Set("X-Hub-Signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59")
		}, 401},
		{"SHA-1 in its place", signature("sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59"), 401},
		{"without its name", signature(digits), 401},
		{"its name in capitals", signature("SHA256=" + digits), 401},
		{"one bit off", signature(vectorSignature[:len(vectorSignature)-1] + "6"), 401},
		{"cut short", signature(vectorSignature[:len(vectorSignature)-2]), 401},
		{"with more behind it", signature(vectorSignature + "00"), 401},
		{"no hexadecimal digits", signature("sha256=" + strings.Repeat("zz", 32)), 401},
		{"of another body", signature(sign([]byte("Hello, World?"))), 401},
		{"two signatures", func(r *http.Request) { r.Header.Add("X-Hub-Signature-256", vectorSignature) }, 401},
		{"form-encoded", set("Content-Type", "application/x-www-form-urlencoded"), 415},
		{"no content type", without("Content-Type"), 415},
		{"compressed", set("Content-Encoding", "gzip"), 415},
		{"no GUID", without("X-GitHub-Delivery"), 400},
		{"no event", without("X-GitHub-Event"), 400},
		{"a GUID without end", set("X-GitHub-Delivery", strings.Repeat("f", 201)), 400},
		{"GET", func(r *http.Request) { r.Method = http.MethodGet }, 405},
		{"the body breaks off", func(r *http.Request) {
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(vectorPayload), iotest.ErrReader(io.ErrUnexpectedEOF)))
		}, 400},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHook(t)
			r := delivery("some-guid", []byte(vectorPayload))
			test.change(r)
			if got := h.post(r); got != test.status {
				t.Errorf("answered %d, want %d", got, test.status)
			}
			var want []string
			if test.status == 202 {
				want = []string{"some-guid ping Hello, World!"}
			}
			var got []string
			for _, d := range h.held(t) {
				got = append(got, fmt.Sprintf("%s %s %s", d.GUID, d.Event, d.Payload))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the inbox:\n%s", diff)
			}
			if hints := h.hints.Load(); int(hints) != len(want) {
				t.Errorf("the pump was woken %d times", hints)
			}
		})
	}
}

func TestAnEmptySecretIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := app.NewHook(nil, nil, nil, nil, zerolog.Nop()); err == nil {
		t.Error("anyone could sign")
	}
}

// TestPayloadsAreKept wants the bytes in the inbox that were in the request.
func TestPayloadsAreKept(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	large := bytes.Repeat([]byte("0123456789abcdef"), 20<<16) // 20 MB
	for name, payload := range map[string][]byte{
		"empty": {}, "NUL": []byte("{\"a\": \"\\u0000\x00\"}\r\n"), "not UTF-8": {0xff, 0xfe, 0x80}, "20 MB": large,
	} {
		for kind, change := range map[string]func(*http.Request){
			"sized": func(*http.Request) {}, "chunked": func(r *http.Request) { r.ContentLength = -1 },
		} {
			guid := name + " " + kind
			r := delivery(guid, payload)
			change(r)
			if got := h.post(r); got != 202 {
				t.Fatalf("%s: answered %d", guid, got)
			}
			held := h.held(t)
			if len(held) != 1 || held[0].GUID != guid || !bytes.Equal(held[0].Payload, payload) {
				t.Errorf("%s: the inbox holds other bytes", guid)
			}
			end := store.Ending{GUID: guid, HookID: 42, State: store.DeliveryDone}
			if err := h.End(t.Context(), []store.Ending{end}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestDeliveriesDoNotMix sends many at once: their buffers are used again.
func TestDeliveriesDoNotMix(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	body := func(n int) []byte { return []byte(strings.Repeat(fmt.Sprintf("%03d ", n), 1000+n)) }
	const count = 300
	var senders sync.WaitGroup
	for sender := range 16 {
		senders.Go(func() {
			for n := sender; n < count; n += 16 {
				if got := h.post(delivery(fmt.Sprintf("%03d", n), body(n))); got != 202 {
					t.Errorf("delivery %d: answered %d", n, got)
				}
			}
		})
	}
	senders.Wait()
	held := h.held(t)
	if len(held) != count {
		t.Errorf("the inbox holds %d of %d", len(held), count)
	}
	for _, d := range held {
		var n int
		if _, err := fmt.Sscanf(d.GUID, "%d", &n); err != nil || !bytes.Equal(d.Payload, body(n)) {
			t.Errorf("delivery %s holds other bytes", d.GUID)
		}
	}
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	const most = 25 << 20
	for _, test := range []struct {
		name    string
		size    int
		chunked bool
		status  int
	}{
		{"as large as can be", most, false, 202},
		{"as large as can be, chunked", most, true, 202},
		{"one byte more", most + 1, false, 413},
		{"one byte more, chunked", most + 1, true, 413},
		{"much more, chunked", 2 * most, true, 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHook(t)
			r := delivery("large", make([]byte, test.size))
			read := &counter{from: r.Body}
			r.Body = read
			if test.chunked {
				r.ContentLength = -1
			}
			if got := h.post(r); got != test.status {
				t.Errorf("answered %d, want %d", got, test.status)
			}
			if read.bytes > most+1 {
				t.Errorf("%d bytes were read", read.bytes)
			}
			if read.bytes > 0 && test.status == 413 && !test.chunked {
				t.Errorf("%d bytes were read of a body that said it was too large", read.bytes)
			}
			if held := h.held(t); len(held) > 0 != (test.status == 202) {
				t.Errorf("the inbox holds %d", len(held))
			}
		})
	}
}

// counter counts what is read of a body.
type counter struct {
	from  io.ReadCloser
	bytes int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.bytes += n
	return n, err
}

func (c *counter) Close() error { return c.from.Close() }

// TestTooMuchAtOnce fills the bytes in flight with bodies that do not end.
func TestTooMuchAtOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sized", "chunked"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			h := newHook(t)
			statuses := make(chan int)
			var rest []*io.PipeWriter
			for n := range 2 { // of 25 MB each, or as large as can be
				r := delivery(fmt.Sprint("slow ", n), make([]byte, 25<<20))
				body, writer := io.Pipe()
				r.Body = body
				if kind == "chunked" {
					r.ContentLength = -1
				}
				go func() { statuses <- h.post(r) }()
				if _, err := writer.Write(make([]byte, 100)); err != nil { // returns once it is read
					t.Fatal(err)
				}
				rest = append(rest, writer)
			}
			answer := httptest.NewRecorder()
			h.ServeHTTP(answer, delivery("too much", make([]byte, 15<<20)))
			if answer.Code != 503 || answer.Header().Get("Retry-After") == "" {
				t.Errorf("answered %d %v beside 50 MB, want 503 and when to come again", answer.Code, answer.Header())
			}
			if got := h.post(delivery("little", []byte("{}"))); got != 202 {
				t.Errorf("answered %d to a little one beside 50 MB", got)
			}
			for _, writer := range rest {
				if err := writer.CloseWithError(io.ErrUnexpectedEOF); err != nil {
					t.Error(err)
				}
				if got := <-statuses; got != 400 {
					t.Errorf("answered %d to what broke off", got)
				}
			}
			if got := h.post(delivery("too much", make([]byte, 15<<20))); got != 202 {
				t.Errorf("answered %d when the way was free again", got)
			}
		})
	}
}

func TestTheSameAgain(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	for _, body := range []string{"one", "one", "another"} {
		if got := h.post(delivery("guid", []byte(body))); got != 202 {
			t.Errorf("answered %d to %q", got, body)
		}
		if hints := h.hints.Load(); body == "one" && hints != 1 {
			t.Errorf("the pump was woken %d times by one delivery", hints)
		}
	}
	held := h.held(t)
	if len(held) != 1 || string(held[0].Payload) != "one" {
		t.Errorf("the inbox holds %v", held)
	}
	counts, err := h.DeliveryCounts(t.Context())
	if err != nil || counts["conflict"] != 1 {
		t.Errorf("the other body is not kept apart: %v %v", counts, err)
	}
}

type brokenInbox struct{}

func (brokenInbox) Accept(context.Context, store.Delivery) (store.Acceptance, error) {
	return "", errors.New("the disk is full")
}

func TestNotStoredIsNotAccepted(t *testing.T) {
	t.Parallel()
	h, err := app.NewHook([]byte(vectorSecret), brokenInbox{}, func() { t.Error("the pump was woken") }, time.Now, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, delivery("guid", []byte(vectorPayload)))
	if answer.Code != 503 || answer.Header().Get("Retry-After") == "" || strings.Contains(answer.Body.String(), "disk") {
		t.Errorf("answered %d %v %q", answer.Code, answer.Header(), answer.Body)
	}
}
