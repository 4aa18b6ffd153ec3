package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	secret      = "the secret of the benchmark"
	payloadSize = 14 << 10
	connections = 64
	warmUp      = 500 * time.Millisecond
	loadTime    = 4 * time.Second
	// answerTime bounds the wait for any one answer, and so the whole load.
	answerTime = 10 * time.Second
)

// load is what the clients saw.
type load struct {
	accepted  int             // all of it
	latencies []time.Duration // of what was sent after the warm-up, sorted
}

func (l load) perSecond() float64 { return float64(len(l.latencies)) / loadTime.Seconds() }

func (l load) p99() time.Duration { return l.latencies[len(l.latencies)*99/100] }

// put sends deliveries to a port of this machine from all connections side by
// side, each a closed loop, for the time of the warm-up and of the load.
func put(ctx context.Context, port string) (load, error) {
	measureFrom := time.Now().Add(warmUp)
	var (
		total   load
		failure error
		mu      sync.Mutex
		running sync.WaitGroup
	)
	for n := range connections {
		running.Go(func() {
			l, err := loop(ctx, port, newRequest(n), measureFrom)
			mu.Lock()
			defer mu.Unlock()
			total.accepted += l.accepted
			total.latencies = append(total.latencies, l.latencies...)
			if err != nil {
				failure = fmt.Errorf("connection %d: %w", n, err)
			}
		})
	}
	running.Wait()
	if failure == nil && len(total.latencies) == 0 {
		failure = fmt.Errorf("nothing was accepted in %s", loadTime)
	}
	slices.Sort(total.latencies)
	return total, failure
}

// loop is one connection. It speaks HTTP by hand, because net/http's client
// would take as much of the machine as the server that is measured.
func loop(ctx context.Context, port string, r *request, measureFrom time.Time) (load, error) {
	var l load
	connection, err := (&net.Dialer{Timeout: answerTime}).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return l, err
	}
	defer connection.Close() //nolint:errcheck // every answer that counts was read
	answers := bufio.NewReader(connection)
	for {
		start := time.Now()
		if ctx.Err() != nil || start.Sub(measureFrom) >= loadTime {
			return l, ctx.Err()
		}
		if err := connection.SetDeadline(start.Add(answerTime)); err != nil {
			return l, err
		}
		if _, err := connection.Write(r.next()); err != nil {
			return l, err
		}
		if err := readAccepted(answers); err != nil {
			return l, err
		}
		l.accepted++
		if start.After(measureFrom) {
			l.latencies = append(l.latencies, time.Since(start))
		}
	}
}

func readAccepted(answers *bufio.Reader) error {
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusAccepted || answer.ContentLength != 0 {
		return fmt.Errorf("answered %s and %d bytes, want 202 and none", answer.Status, answer.ContentLength)
	}
	return nil
}

// request is one connection's delivery, sent again and again under new GUIDs.
type request struct {
	text   []byte
	guid   []byte // the place in text
	random *rand.Rand
}

func newRequest(seed int) *request {
	random := rand.New(rand.NewPCG(uint64(seed), uint64(time.Now().UnixNano())))
	payload := newPayload(random)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(payload)
	var text bytes.Buffer
	fmt.Fprintf(&text, "POST /api/github/hook HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GitHub-Hookshot/044aadd\r\n"+
		"Accept: */*\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-GitHub-Event: issues\r\nX-GitHub-Hook-ID: 292430182\r\n"+
		"X-GitHub-Hook-Installation-Target-ID: 79929171\r\nX-GitHub-Hook-Installation-Target-Type: integration\r\n"+
		"X-Hub-Signature-256: sha256=%s\r\nX-GitHub-Delivery: ", len(payload), hex.EncodeToString(mac.Sum(nil)))
	at := text.Len()
	guid := newGUID(random)
	fmt.Fprintf(&text, "%s\r\n\r\n%s", guid, payload)
	return &request{text: text.Bytes(), guid: text.Bytes()[at : at+len(guid)], random: random}
}

func (r *request) next() []byte {
	copy(r.guid, newGUID(r.random))
	return r.text
}

func newGUID(random *rand.Rand) string {
	high, low := random.Uint64(), random.Uint64()
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&0xffffffffffff)
}

// newPayload makes JSON that compresses about as well as GitHub's payloads.
func newPayload(random *rand.Rand) []byte {
	text := bytes.NewBufferString(`{"action":"closed","links":[`)
	for text.Len() < payloadSize {
		fmt.Fprintf(text, `{"url":"https://api.example.org/repos/%x","id":%d,"open":true},`, random.Uint64(), random.Uint32())
	}
	text.WriteString(`{}]}`)
	return text.Bytes()
}
