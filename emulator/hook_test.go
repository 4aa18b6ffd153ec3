package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
)

func TestHookSettingsTakeEffect(t *testing.T) {
	t.Parallel()
	type request struct {
		header http.Header
		body   string
	}
	var got []request
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, request{r.Header, string(body)})
	}))
	defer server.Close()
	e := small(t, newClock())
	before := ask(t, e, appJWT(t), "GET", "/app/hook/config", "").body
	if before["secret"] != "********" || before["content_type"] != "json" || before["insecure_ssl"] != "0" {
		t.Errorf("before: %v", before)
	}
	after := ask(t, e, appJWT(t), "PATCH", "/app/hook/config", `{"url": "`+server.URL+`", "content_type": "form", "secret": "fresh", "insecure_ssl": 1}`)
	if after.body["url"] != server.URL || after.body["content_type"] != "form" || after.body["secret"] != "********" || after.body["insecure_ssl"] != "1" {
		t.Errorf("after: %v", after.body)
	}
	if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "A & b"); err != nil {
		t.Fatal(err)
	}
	if n, err := e.Deliver(context.Background()); err != nil || n != 1 {
		t.Fatalf("delivered %d, %v", n, err)
	}
	form, err := url.ParseQuery(got[0].body)
	if err != nil || form.Get("payload") != string(e.Sent()[0].Payload) || got[0].header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		t.Errorf("sent %s %q, %v", got[0].header.Get("Content-Type"), got[0].body, err)
	}
	if sign := got[0].header.Get("X-Hub-Signature-256"); sign != emulator.Sign("fresh", []byte(got[0].body)) {
		t.Errorf("signature %s is not that of the body with the new secret", sign)
	}
	if sign := got[0].header.Get("X-Hub-Signature"); len(sign) != len("sha1=")+40 || !strings.HasPrefix(sign, "sha1=") {
		t.Errorf("older signature %q", sign)
	}
}

func TestWrongHookSettingsAreRefused(t *testing.T) {
	t.Parallel()
	// GitHub's description has no refusal of this operation, so nobody is to watch it.
	e := small(t, newClock(), func(o *emulator.Options) { o.Watch = nil })
	for _, wrong := range []string{`{"url": "nowhere"}`, `{"content_type": "xml"}`, `{"insecure_ssl": "2"}`} {
		if got := ask(t, e, appJWT(t), "PATCH", "/app/hook/config", wrong); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", wrong, got.status)
		}
	}
}

// late answers nothing in time.
type late struct{}

func (late) RoundTrip(*http.Request) (*http.Response, error) { return nil, context.DeadlineExceeded }

// absent is a host that nothing listens on.
type absent struct{}

func (absent) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("refused") }

// halfway answers and ends in the middle, for a reason.
type halfway struct{ reason error }

func (h halfway) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(io.MultiReader(strings.NewReader("not"), broken(h)))}, nil
}

type broken halfway

func (b broken) Read([]byte) (int, error) { return 0, b.reason }

func TestDeliveryLogSaysWhatWentWrong(t *testing.T) {
	t.Parallel()
	refuses := func() http.RoundTripper {
		return handled(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	}
	for _, c := range []struct {
		name   string
		client http.RoundTripper
		code   float64
		status string
	}{
		{"too late", late{}, 504, "timed out"},
		{"too late in the middle", halfway{context.DeadlineExceeded}, 504, "timed out"},
		{"cut in the middle", halfway{io.ErrUnexpectedEOF}, 502, "failed to connect to host"},
		{"nobody there", absent{}, 502, "failed to connect to host"},
		{"refused", refuses(), 503, "Invalid HTTP Response: 503"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock(), func(o *emulator.Options) {
				o.WebhookURL, o.Client = "https://app.test/hook", &http.Client{Transport: c.client}
			})
			if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Hi"); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Deliver(context.Background()); err != nil {
				t.Fatal(err)
			}
			log := ask(t, e, appJWT(t), "GET", "/app/hook/deliveries", "").list
			entry, _ := log[0].(map[string]any)
			if entry["status"] != c.status || entry["status_code"] != c.code {
				t.Errorf("%v %v", entry["status_code"], entry["status"])
			}
		})
	}
}

// handled answers from a handler, without a socket.
func handled(h http.Handler) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, r)
		return recorder.Result(), nil
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestDeliveryIsForgottenAfterThreeDays(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c, func(o *emulator.Options) {
		o.WebhookURL, o.Client = "https://app.test/hook", &http.Client{Transport: absent{}}
	})
	if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Hi"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Deliver(context.Background()); err != nil {
		t.Fatal(err)
	}
	path := "/app/hook/deliveries/" + strconv.FormatInt(e.Sent()[0].ID, 10) + "/attempts"
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{72 * time.Hour, http.StatusAccepted}, {time.Second, http.StatusNotFound}} {
		c.Pass(step.pass)
		if got := ask(t, e, appJWT(t), "POST", path, ""); got.status != step.want {
			t.Errorf("%s later: %d, want %d", step.pass, got.status, step.want)
		}
	}
	if log := ask(t, e, appJWT(t), "GET", "/app/hook/deliveries", "").list; len(log) != 0 {
		t.Errorf("the log has %v", log)
	}
}

func TestMetaTellsWhereWebhooksComeFrom(t *testing.T) {
	t.Parallel()
	hooks, _ := ask(t, small(t, newClock()), "", "GET", "/meta", "").body["hooks"].([]any)
	if len(hooks) == 0 || hooks[0] != "127.0.0.0/8" {
		t.Errorf("hooks %v", hooks)
	}
}
