package emulator

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // GitHub still sends it along
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
)

// maxPayload is GitHub's cap; a larger payload is not delivered at all, nor logged.
const maxPayload = 25 << 20

// emit queues a webhook about something in an organisation, and in a repository
// unless r is nil. Only an installation that has the repository, is not
// suspended and subscribes to the event hears of it.
func (t *tx) emit(event, action string, org *organization, r *repository, body object) {
	in := org.installation
	if in == nil || in.suspended() || r != nil && !in.includes(r) || !in.hears(event) {
		return
	}
	body["installation"] = object{"id": in.id, "node_id": installationNode(in)}
	body["organization"] = t.organizationText(org)
	if _, own := body["repository"]; r != nil && !own {
		body["repository"] = t.repositoryText(r)
	}
	t.queue(event, action, in, r, body)
}

// emitInstallation queues a webhook about the installation itself. These can
// neither be unsubscribed nor are they held back while it is suspended.
func (t *tx) emitInstallation(event, action string, in *installation, body object) {
	body["installation"] = t.installationJSON(in)
	t.queue(event, action, in, nil, body)
}

// emitApp queues a webhook about the app itself, of no installation. Every app
// gets these.
func (t *tx) emitApp(event, action string) {
	t.queue(event, action, nil, nil, object{})
}

// emitBoard queues a webhook about a board.
func (t *tx) emitBoard(b *board, action string, extra object) {
	t.emit("projects_v2", action, b.org, nil, object{"projects_v2": t.boardJSON(b)}.with(extra))
}

// emitItem queues a webhook about a card.
func (t *tx) emitItem(it *item, action string, changes object) {
	body := object{"projects_v2_item": t.itemJSON(it)}
	if changes != nil {
		body["changes"] = changes
	}
	t.emit("projects_v2_item", action, it.board.org, nil, body)
}

// emitIssue queues a webhook about an issue, or about the pull request that it is.
func (t *tx) emitIssue(i *issue, action string, extra object) {
	if i.pull != nil {
		t.emit("pull_request", action, i.repo.owner, i.repo, object{"number": i.number, "pull_request": t.pullJSON(i)}.with(extra))
		return
	}
	t.emit("issues", action, i.repo.owner, i.repo, object{"issue": t.issueJSON(i)}.with(extra))
}

func (t *tx) queue(event, action string, in *installation, r *repository, body object) {
	body["sender"] = t.userText(t.user)
	if action != "" {
		body["action"] = action
	}
	payload, err := body.marshal()
	if err != nil || len(payload) > maxPayload {
		return
	}
	if t.options.Watch != nil {
		t.options.Watch.Delivery(event, payload)
	}
	d := &delivery{
		id: t.deliveryID(), guid: t.ids.guid(), event: event, action: action,
		payload: payload, queuedAt: t.at,
	}
	if in != nil {
		d.installationID = in.id
	}
	if r != nil {
		d.repositoryID = r.id
	}
	t.enqueue(d)
}

// announce wakes Run.
func (e *Emulator) announce() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// webhookBody is what a delivery sends, and in which type: the payload, or a
// form with it.
func (e *Emulator) webhookBody(d *delivery) (contentType string, body []byte) {
	if e.app.hookForm {
		return "application/x-www-form-urlencoded", []byte("payload=" + url.QueryEscape(string(d.payload)))
	}
	return "application/json", d.payload
}

// Sign is the value of X-Hub-Signature-256 for a payload.
func Sign(secret string, payload []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write(payload)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// signOld is the value of the older X-Hub-Signature.
func signOld(secret string, payload []byte) string {
	mac := hmac.New(sha1.New, []byte(secret))
	_, _ = mac.Write(payload)
	return "sha1=" + hex.EncodeToString(mac.Sum(nil))
}

// webhookHeader makes the headers of a delivery as GitHub sends them.
func (e *Emulator) webhookHeader(d *delivery) http.Header {
	h := http.Header{}
	h.Set("Accept", "*/*")
	contentType, body := e.webhookBody(d)
	h.Set("Content-Type", contentType)
	h.Set("User-Agent", "GitHub-Hookshot/"+d.guid[:7])
	h.Set("X-GitHub-Delivery", d.guid)
	h.Set("X-GitHub-Event", d.event)
	h.Set("X-GitHub-Hook-ID", decimal(e.app.hookID))
	h.Set("X-GitHub-Hook-Installation-Target-ID", decimal(e.app.id))
	h.Set("X-GitHub-Hook-Installation-Target-Type", "integration")
	if e.options.WebhookSecret != "" {
		h.Set("X-Hub-Signature", signOld(e.options.WebhookSecret, body))
		h.Set("X-Hub-Signature-256", Sign(e.options.WebhookSecret, body))
	}
	return h
}

// flat is a header as the delivery log shows it: one text for each name.
func flat(h http.Header) object {
	o := object{}
	for name, values := range h {
		o[name] = strings.Join(values, ", ")
	}
	return o
}
