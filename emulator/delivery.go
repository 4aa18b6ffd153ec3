package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"time"
)

// retention is how long the delivery log keeps a delivery, by the content clock.
const retention = 3 * 24 * time.Hour

// delivery is one attempt to send a webhook.
type delivery struct {
	id             int64
	guid           string // the same for every attempt at one event
	event          string
	action         string
	installationID int64
	repositoryID   int64
	payload        []byte
	queuedAt       time.Time
	redelivery     bool

	// Chaos decides these; see enqueue.
	due       time.Time     // held back until then; zero when it is not
	overtaken int           // held back until so many later deliveries were sent
	lost      bool          // to be logged as failed instead of sent
	givesBack *installation // whose lost permission is back once it is sent

	// These are known once it was sent.
	deliveredAt    time.Time
	duration       float64 // seconds
	status         string
	statusCode     int
	url            string
	requestHeader  http.Header
	requestBody    []byte
	responseHeader http.Header
	responseBody   string
}

// deliveryLog holds what is to be sent, in order, and what was sent, oldest first.
type deliveryLog struct {
	pending  []*delivery
	onTheWay []*delivery // sent, and not answered yet
	sent     []*delivery
}

// Delivery is a webhook request that has not been sent yet, or a copy of one that has.
type Delivery struct {
	ID         int64
	GUID       string
	Event      string
	Action     string
	Header     http.Header
	Payload    []byte
	Redelivery bool
	QueuedAt   time.Time
	// StatusCode is the receiver's answer; 0 when not sent yet.
	StatusCode int
}

// SetWebhook sets where deliveries go and the secret that signs them.
func (e *Emulator) SetWebhook(url, secret string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.options.WebhookURL, e.options.WebhookSecret = url, secret
	e.announce()
}

// Pending lists the deliveries that have no answer yet: those not sent in the
// order of the events, then those on their way.
func (e *Emulator) Pending() []Delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.views(slices.Concat(e.log.pending, e.log.onTheWay))
}

// Sent lists the attempts in the delivery log, oldest first.
func (e *Emulator) Sent() []Delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.views(e.logged())
}

func (e *Emulator) views(of []*delivery) []Delivery {
	made := make([]Delivery, len(of))
	for n, d := range of {
		made[n] = Delivery{
			ID: d.id, GUID: d.guid, Event: d.event, Action: d.action, Header: e.webhookHeader(d), Payload: d.payload,
			Redelivery: d.redelivery, QueuedAt: d.queuedAt, StatusCode: d.statusCode,
		}
	}
	return made
}

// Deliver sends the pending deliveries one after the other and returns how many it
// tried. Those that chaos holds back come when their time has come, or else
// last. Without a webhook address it sends nothing. The order holds for one
// caller at a time, of which Run is one.
func (e *Emulator) Deliver(ctx context.Context) (int, error) {
	tried, _, err := e.deliverDue(ctx, true)
	return tried, err
}

// DeliverOne sends the pending delivery at a place in the order, so that a
// caller can send out of order. A refusal by the receiver is no error.
func (e *Emulator) DeliverOne(ctx context.Context, place int) error {
	e.mu.Lock()
	if e.options.WebhookURL == "" {
		e.mu.Unlock()
		return errors.New("send a webhook: no address is set")
	}
	d, err := e.takePending(place)
	if err != nil {
		e.mu.Unlock()
		return err
	}
	d.requestHeader = e.webhookHeader(d)
	_, d.requestBody = e.webhookBody(d)
	d.url = e.options.WebhookURL
	e.log.onTheWay = append(e.log.onTheWay, d)
	start := e.options.Now()
	e.mu.Unlock()

	if d.lost {
		d.status, d.statusCode = "failed to connect to host", http.StatusBadGateway
	} else {
		e.send(ctx, d)
	}

	e.mu.Lock()
	defer e.mu.Unlock()
	e.log.onTheWay = without(e.log.onTheWay, d)
	delete(e.trouble.forbidden, d.givesBack)
	d.duration = e.options.Now().Sub(start).Seconds()
	e.record(d)
	return nil
}

// Drop loses the pending delivery at a place in the order: it is logged as one
// that found nobody listening, for the app's sweep to find.
func (e *Emulator) Drop(place int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	d, err := e.takePending(place)
	if err != nil {
		return err
	}
	d.requestHeader, d.url = e.webhookHeader(d), e.options.WebhookURL
	d.status, d.statusCode = "failed to connect to host", http.StatusBadGateway
	e.record(d)
	return nil
}

// Duplicate puts a second copy of a pending delivery at the end of the order.
func (e *Emulator) Duplicate(place int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if place < 0 || place >= len(e.log.pending) {
		return fmt.Errorf("duplicate pending delivery %d: there are %d", place, len(e.log.pending))
	}
	twin := *e.log.pending[place]
	twin.id = e.deliveryID()
	e.log.pending = append(e.log.pending, &twin)
	e.announce()
	return nil
}

// Run sends deliveries as they come until the context ends, and returns its
// error. Those that chaos holds back wait for their time, by Options.After.
func (e *Emulator) Run(ctx context.Context) error {
	for {
		_, wait, err := e.deliverDue(ctx, e.options.After == nil)
		if err != nil {
			return fmt.Errorf("send webhooks: %w", err)
		}
		var due <-chan time.Time
		if wait > 0 {
			due = e.options.After(wait)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-e.wake:
		case <-due:
		}
	}
}

// redeliver queues another attempt at a sent delivery.
func (e *Emulator) redeliver(d *delivery) {
	e.enqueue(&delivery{
		id: e.deliveryID(), guid: d.guid, event: d.event, action: d.action, installationID: d.installationID,
		repositoryID: d.repositoryID, payload: d.payload, queuedAt: e.now(), redelivery: true,
	})
}

// deliveryID makes an id as large as GitHub's are: above 2^53.
func (e *Emulator) deliveryID() int64 { return beyondDoubles + e.ids.number("delivery")<<22 + 1 }

func (e *Emulator) takePending(place int) (*delivery, error) {
	if place < 0 || place >= len(e.log.pending) {
		return nil, fmt.Errorf("take pending delivery %d: there are %d", place, len(e.log.pending))
	}
	d := e.log.pending[place]
	e.overtake(place)
	e.log.pending = append(e.log.pending[:place:place], e.log.pending[place+1:]...)
	return d, nil
}

// send makes the request and notes the answer in the delivery.
func (e *Emulator) send(ctx context.Context, d *delivery) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(d.requestBody))
	if err != nil {
		d.status, d.statusCode = "invalid HTTP request", http.StatusUnprocessableEntity
		return
	}
	r.Header = d.requestHeader.Clone()
	answer, err := e.options.Client.Do(r)
	if err != nil {
		d.fail(err)
		return
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		d.fail(err)
		return
	}
	d.statusCode, d.responseHeader, d.responseBody = answer.StatusCode, answer.Header, string(body)
	d.status = "OK"
	if answer.StatusCode >= 300 { // seen in many people's delivery logs
		d.status = "Invalid HTTP Response: " + decimal(int64(answer.StatusCode))
	}
}

// fail notes that no whole answer came: not in time, or for another reason.
func (d *delivery) fail(err error) {
	d.status, d.statusCode = "failed to connect to host", http.StatusBadGateway
	if waited, is := errors.AsType[net.Error](err); is && waited.Timeout() {
		d.status, d.statusCode = "timed out", http.StatusGatewayTimeout
	}
}

// record puts a delivery in the log and forgets those past the retention.
func (e *Emulator) record(d *delivery) {
	d.deliveredAt = e.now()
	e.log.sent = append(e.log.sent, d)
	e.logged()
}

// logged are the deliveries in the log, oldest first. Those past the retention
// are forgotten, and cannot be sent again.
func (e *Emulator) logged() []*delivery {
	now, kept := e.now(), e.log.sent
	for len(kept) > 0 && now.Sub(kept[0].deliveredAt) > retention {
		kept = kept[1:]
	}
	e.log.sent = kept
	return kept
}
