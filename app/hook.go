package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/store"
)

const (
	// maxPayload is the largest body GitHub sends.
	// https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
	maxPayload = 25 << 20
	// maxInFlight bounds the bytes of all deliveries that are being read or stored.
	maxInFlight = 64 << 20
)

// Inbox is where deliveries are kept; once Accept returns they are on disk.
type Inbox interface {
	Accept(ctx context.Context, delivery store.Delivery) (store.Acceptance, error)
}

// Hook is the webhook endpoint: it checks the signature over the raw bytes,
// stores the delivery, and only then answers 202. It never looks into the
// payload. Anything else than 202 tells GitHub that the delivery failed, and
// the sweep asks for it again.
type Hook struct {
	secret   []byte
	inbox    Inbox
	stored   func() // called after each delivery that is new
	now      func() time.Time
	log      zerolog.Logger
	answered func(status int, took time.Duration) // nil for nobody
	spans    spans
	inFlight atomic.Int64
	buffers  sync.Pool
}

// NewHook makes the endpoint. An empty secret is refused: it would let anyone in.
func NewHook(secret []byte, inbox Inbox, stored func(), now func() time.Time, log zerolog.Logger) (*Hook, error) {
	if len(secret) == 0 {
		return nil, errors.New("make the webhook endpoint: the secret is empty")
	}
	return &Hook{secret: secret, inbox: inbox, stored: stored, now: now, log: log}, nil
}

// ServeHTTP is part of http.Handler.
func (h *Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := h.now()
	status, why := h.accept(w, r)
	if h.answered != nil {
		h.answered(status, h.now().Sub(began))
	}
	if status == http.StatusAccepted {
		w.WriteHeader(status)
		return
	}
	h.log.Warn().Int("status", status).Str("reason", why).Str("delivery", r.Header.Get("X-GitHub-Delivery")).Msg("delivery refused")
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	http.Error(w, why, status)
}

func (h *Hook) accept(w http.ResponseWriter, r *http.Request) (status int, why string) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, "deliveries come by POST"
	}
	if status, why := wellFormed(r); status != 0 {
		return status, why
	}
	reserved := r.ContentLength
	if reserved < 0 {
		reserved = maxPayload
	}
	if h.inFlight.Add(reserved) > maxInFlight {
		h.inFlight.Add(-reserved)
		return http.StatusServiceUnavailable, "too much is being stored at once"
	}
	defer h.inFlight.Add(-reserved)

	payload, err := readAll(http.MaxBytesReader(w, r.Body, maxPayload), h.buffer(r.ContentLength))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return http.StatusRequestEntityTooLarge, "the body is larger than 25 MB"
	}
	if err != nil {
		return http.StatusBadRequest, "the body could not be read"
	}
	if !h.signed(r.Header.Get("X-Hub-Signature-256"), payload) {
		return http.StatusUnauthorized, "the signature is not right"
	}
	status, why = h.store(r, payload)
	if status == http.StatusAccepted && cap(payload) <= 2*usualPayload {
		// Only a stored delivery gives its buffer back: after an error the
		// writer may still be looking at it.
		payload = payload[:0]
		h.buffers.Put(&payload)
	}
	return status, why
}

// wellFormed checks everything that can be told from the headers.
func wellFormed(r *http.Request) (status int, why string) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil || mediaType != "application/json":
		return http.StatusUnsupportedMediaType, "the webhook's content type must be application/json"
	case r.Header.Get("Content-Encoding") != "":
		return http.StatusUnsupportedMediaType, "the body must not be compressed"
	case r.ContentLength > maxPayload:
		return http.StatusRequestEntityTooLarge, "the body is larger than 25 MB"
	case len(r.Header.Values("X-Hub-Signature-256")) != 1:
		return http.StatusUnauthorized, "the header X-Hub-Signature-256 is needed, once"
	}
	for _, name := range []string{"X-GitHub-Delivery", "X-GitHub-Event"} {
		if v := r.Header.Get(name); v == "" || len(v) > 200 {
			return http.StatusBadRequest, "the header " + name + " is needed"
		}
	}
	return 0, ""
}

// signed compares in constant time, over the bytes as they came.
// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
func (h *Hook) signed(header string, payload []byte) bool {
	given, ok := strings.CutPrefix(header, "sha256=")
	if !ok {
		return false
	}
	mac, err := hex.DecodeString(given)
	if err != nil {
		return false
	}
	want := hmac.New(sha256.New, h.secret)
	want.Write(payload)
	return hmac.Equal(mac, want.Sum(nil))
}

func (h *Hook) store(r *http.Request, payload []byte) (status int, why string) {
	// The hook's id is absent when a delivery is made by hand; 0 then.
	hookID, _ := strconv.ParseInt(r.Header.Get("X-GitHub-Hook-ID"), 10, 64)
	delivery := store.Delivery{
		GUID: r.Header.Get("X-GitHub-Delivery"), HookID: hookID, Event: r.Header.Get("X-GitHub-Event"),
		Headers: kept(r.Header), Payload: payload, ReceivedAt: h.now(),
	}
	span := h.spans.storing(r.Context(), delivery)
	acceptance, err := h.inbox.Accept(r.Context(), delivery)
	end(span, string(acceptance), err != nil)
	if err != nil {
		h.log.Error().Err(err).Str("delivery", delivery.GUID).Msg("store delivery")
		return http.StatusServiceUnavailable, "the delivery could not be stored"
	}
	if acceptance == store.AcceptedConflict {
		h.log.Error().Str("delivery", delivery.GUID).Msg("a known delivery came with another body; kept apart")
	}
	if acceptance != store.AcceptedKnown {
		h.stored()
	}
	return http.StatusAccepted, ""
}

// kept are the headers worth keeping with a delivery.
func kept(header http.Header) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"User-Agent", "X-GitHub-Hook-Installation-Target-Type", "X-GitHub-Hook-Installation-Target-ID", "X-GitHub-Enterprise-Host"} {
		if v := header.Get(name); v != "" {
			out[name] = v
		}
	}
	return out
}

// usualPayload is the size that most deliveries stay under.
const usualPayload = 32 << 10

// buffer hands out an empty buffer that takes a body of the length.
func (h *Hook) buffer(length int64) []byte {
	if length >= usualPayload {
		return make([]byte, 0, length+1)
	}
	if b, ok := h.buffers.Get().(*[]byte); ok {
		return *b
	}
	return make([]byte, 0, usualPayload)
}

// readAll is io.ReadAll into a given buffer.
func readAll(r io.Reader, b []byte) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
