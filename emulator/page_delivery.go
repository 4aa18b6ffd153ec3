package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

func deliveryPages() []pageRoute {
	return []pageRoute{
		onPage("GET emulator/deliveries", showDeliveries),
		onPage("GET emulator/deliveries/{delivery}", showDelivery),
		onPage("POST emulator/deliveries/{delivery}/redeliver", redeliverForm),
	}
}

// deliveriesPerPage is how many deliveries a page of the log has.
const deliveriesPerPage = 50

// deliveriesData is the delivery log.
type deliveriesData struct {
	URL     string // where webhooks go; empty when nowhere
	Pending int
	Lines   []deliveryLine
	Pages   pages
}

type deliveryLine struct {
	Path, Name, GUID string
	At               time.Time
	State            badge
	Seconds          string
	Redelivery       bool
}

// showDeliveries lists what was sent and what waits, the newest first.
func showDeliveries(v *visit) (screen, error) {
	all := slices.Concat(v.logged(), v.log.pending)
	slices.Reverse(all)
	d := deliveriesData{URL: v.options.WebhookURL, Pending: len(v.log.pending)}
	all, d.Pages = pageOf(all, deliveriesPerPage, v.http.URL)
	d.Lines = list(all, deliveryLineOf)
	return shows("deliveries", "Deliveries", d)
}

func deliveryLineOf(d *delivery) deliveryLine {
	line := deliveryLine{
		Path: "/emulator/deliveries/" + decimal(d.id), Name: strings.TrimSuffix(d.event+"."+d.action, "."), GUID: d.guid,
		At: d.queuedAt, State: badge{"soft", "…", "pending"}, Redelivery: d.redelivery,
	}
	if d.status == "" {
		return line
	}
	line.At, line.Seconds = d.deliveredAt, fmt.Sprintf("%.2f s", d.duration)
	line.State = badge{"bad", "✖", fmt.Sprintf("%d %s", d.statusCode, d.status)}
	if d.statusCode >= 200 && d.statusCode < 300 {
		line.State.Kind, line.State.Sign = "good", "✔"
	}
	return line
}

// deliveryData is one delivery.
type deliveryData struct {
	deliveryLine
	Request, Response []headerLine
	Payload, Answer   string
	Pending           bool
}

type headerLine struct{ Name, Value string }

// delivery finds the delivery of the path, sent or pending.
func (v *visit) delivery() (*delivery, error) {
	for _, d := range slices.Concat(v.logged(), v.log.pending) {
		if decimal(d.id) == v.params["delivery"] {
			return d, nil
		}
	}
	return nil, notFound()
}

func showDelivery(v *visit) (screen, error) {
	found, err := v.delivery()
	if err != nil {
		return screen{}, err
	}
	d := deliveryData{
		deliveryLine: deliveryLineOf(found), Payload: indented(found.payload), Answer: found.responseBody, Pending: found.status == "",
		Request: headerLines(found.requestHeader), Response: headerLines(found.responseHeader),
	}
	if d.Pending {
		d.Request = headerLines(v.webhookHeader(found))
	}
	return shows("delivery", d.Name, d)
}

func indented(payload []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, payload, "", "  ") != nil {
		return string(payload)
	}
	return out.String()
}

func headerLines(h http.Header) []headerLine {
	var lines []headerLine
	for _, name := range slices.Sorted(maps.Keys(h)) {
		lines = append(lines, headerLine{name, strings.Join(h[name], ", ")})
	}
	return lines
}

func redeliverForm(v *visit) (screen, error) {
	d, err := v.delivery()
	if err != nil {
		return screen{}, err
	}
	if d.status == "" {
		return after("/emulator/deliveries", "", invalid("It has not been sent yet"))
	}
	v.redeliver(d)
	return after("/emulator/deliveries", "Another attempt is on its way.", nil)
}
