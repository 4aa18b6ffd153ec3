package emulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
)

func getApp(q *request) (answer, error) {
	return okAnswer(q.appJSON(q.app))
}

func listInstallations(q *request) (answer, error) {
	var all []*installation
	for _, o := range q.orgs {
		if o.installation != nil {
			all = append(all, o.installation)
		}
	}
	sort.Slice(all, func(a, b int) bool { return all[a].id < all[b].id })
	some, link := page(q, all)
	return answer{status: http.StatusOK, body: list(some, q.listedInstallationJSON), link: link}, nil
}

// listedInstallationJSON is an installation in the list, whose description asks
// of the account what organisations and what enterprises have, both at once.
func (e *Emulator) listedInstallationJSON(in *installation) object {
	o := e.installationJSON(in)
	o["account"] = e.ownerJSON(in.org).with(object{
		"name": in.org.name, "slug": in.org.login, "created_at": stamp(in.org.createdAt), "updated_at": stamp(in.org.createdAt),
	})
	return o
}

func createToken(q *request) (answer, error) {
	for _, o := range q.orgs {
		in := o.installation
		if in == nil || decimal(in.id) != q.params["installation"] {
			continue
		}
		if in.suspended() {
			return answer{}, forbidden(messageSuspended)
		}
		made := q.issueToken(in)
		selection := "all"
		if in.selected != nil {
			selection = "selected"
		}
		return createdAnswer(object{
			"token": made.text, "expires_at": stamp(made.expiresAt), "permissions": q.app.permissions,
			"repository_selection": selection,
		})
	}
	return answer{}, notFound()
}

// listRepositories lists what an installation token reaches.
func listRepositories(q *request) (answer, error) {
	if q.installation == nil {
		return answer{}, forbidden("You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	all := q.installation.org.reposOf(q.installation)
	some, link := page(q, all)
	return answer{status: http.StatusOK, link: link, body: object{
		"total_count": len(all), "repositories": list(some, q.repositoryJSON),
	}}, nil
}

func getRateLimit(q *request) (answer, error) {
	limit := object{"limit": 5000, "remaining": 4999, "used": 1, "reset": q.options.AuthNow().Unix() + 3600}
	return okAnswer(object{
		"resources": object{"core": limit, "search": limit, "graphql": limit, "integration_manifest": limit}, "rate": limit,
	})
}

// listDeliveries lists the delivery log, newest first. Its cursor is opaque to
// clients; it holds the id of the last delivery they have seen.
func listDeliveries(q *request) (answer, error) {
	all := slices.Clone(q.log.sent)
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
		"installation_id": d.installationID, "repository_id": nil, "throttled_at": nil,
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
		"url":      q.options.WebhookURL,
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
	for _, d := range q.log.sent {
		if d.id == id {
			return d, nil
		}
	}
	return nil, notFound()
}
