package emulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

func deliveryRoutes() []route {
	return []route{
		appOperation("GET app/hook/deliveries", listDeliveries),
		appOperation("GET app/hook/deliveries/{delivery}", getDelivery),
		appOperation("POST app/hook/deliveries/{delivery}/attempts", redeliver),
	}
}

// listDeliveries lists the delivery log, newest first. Its cursor is opaque to
// clients; it holds the id of the last delivery they have seen.
func listDeliveries(q *request) (answer, error) {
	all := slices.Clone(q.logged())
	slices.Reverse(all)
	query := q.http.URL.Query()
	if cursor := query.Get("cursor"); cursor != "" {
		place, found := cursorPlace(all, cursor)
		if !found {
			return answer{}, &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: "Invalid cursor"}
		}
		all = all[place+1:]
	}
	all = withStatus(all, query.Get("status"))
	some := all[:min(q.perPage(), len(all))]
	link := ""
	if len(some) < len(all) {
		link = q.link("next", url.Values{"cursor": {cursorOf(some[len(some)-1])}})
	}
	return answer{status: http.StatusOK, body: list(some, deliveryJSON), link: link}, nil
}

func cursorOf(d *delivery) string {
	return base64.RawURLEncoding.EncodeToString([]byte("v1_" + decimal(d.id)))
}

func cursorPlace(all []*delivery, cursor string) (int, bool) {
	for n, d := range all {
		if cursorOf(d) == cursor {
			return n, true
		}
	}
	return 0, false
}

// withStatus keeps the successes or failures. A delivery with neither kind of code is in neither.
func withStatus(all []*delivery, status string) []*delivery {
	var kept []*delivery
	for _, d := range all {
		success, failure := d.statusCode >= 200 && d.statusCode < 400, d.statusCode >= 400 && d.statusCode < 600
		if status == "" || status == "success" && success || status == "failure" && failure {
			kept = append(kept, d)
		}
	}
	return kept
}

func deliveryJSON(d *delivery) object {
	o := object{
		"id": d.id, "guid": d.guid, "delivered_at": stamp(d.deliveredAt), "redelivery": d.redelivery, "duration": d.duration,
		"status": d.status, "status_code": d.statusCode, "event": d.event, "action": textOrNull(d.action),
		"installation_id": nil, "repository_id": nil, "throttled_at": nil,
	}
	if d.installationID != 0 {
		o["installation_id"] = d.installationID
	}
	if d.repositoryID != 0 {
		o["repository_id"] = d.repositoryID
	}
	return o
}

func getDelivery(q *request) (answer, error) {
	d, err := q.delivery()
	if err != nil {
		return answer{}, err
	}
	var answered any
	if d.responseHeader != nil {
		answered = flat(d.responseHeader)
	}
	return okAnswer(deliveryJSON(d).with(object{
		"url":      d.url,
		"request":  object{"headers": flat(d.requestHeader), "payload": json.RawMessage(d.payload)},
		"response": object{"headers": answered, "payload": textOrNull(d.responseBody)},
	}))
}

func redeliver(q *request) (answer, error) {
	d, err := q.delivery()
	if err != nil {
		return answer{}, err
	}
	q.redeliver(d)
	return answer{status: http.StatusAccepted, body: object{}}, nil
}

func (q *request) delivery() (*delivery, error) {
	id, err := strconv.ParseInt(q.params["delivery"], 10, 64)
	if err != nil {
		return nil, &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: "Invalid delivery id"}
	}
	for _, d := range q.logged() {
		if d.id == id {
			return d, nil
		}
	}
	return nil, notFound()
}
