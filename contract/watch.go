package contract

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// Watcher fails a test for everything an emulator says that GitHub would not:
// it is an emulator.Watcher.
type Watcher struct {
	t                   testing.TB
	rest                *RESTChecker
	webhooks            *WebhookChecker
	answers, deliveries atomic.Int64
	over                atomic.Bool
}

// Watch watches for the rest of the test.
func Watch(t testing.TB) *Watcher {
	t.Helper()
	w := &Watcher{t: t, rest: REST(t), webhooks: Webhooks(t)}
	// A request may still be under way when the test has ended.
	t.Cleanup(func() { w.over.Store(true) })
	return w
}

// Answer checks a REST answer.
func (w *Watcher) Answer(method, path string, status int, header http.Header, body []byte) {
	w.answers.Add(1)
	w.report(w.rest.Answer(method, path, status, header, body))
}

// Delivery checks a webhook's payload.
func (w *Watcher) Delivery(event string, payload []byte) {
	w.deliveries.Add(1)
	w.report(w.webhooks.Payload(event, payload))
}

// Seen is how much was checked so far.
func (w *Watcher) Seen() (answers, deliveries int64) {
	return w.answers.Load(), w.deliveries.Load()
}

func (w *Watcher) report(err error) {
	if err != nil && !w.over.Load() {
		w.t.Error(err)
	}
}

// describedVersion is the version of the API that the npm package describes.
const describedVersion = "2022-11-28"

// Answer checks one answer as Response does, and knows the answers that any
// operation of GitHub can give though few list them, or list them without their
// body: redirections, not modified, bad credentials, no rights, not found,
// limits and failures. Those are held to the schema of GitHub's basic error.
func (c *RESTChecker) Answer(method, path string, status int, header http.Header, body []byte) error {
	if version := header.Get("X-GitHub-Api-Version-Selected"); version != "" && version != describedVersion {
		return nil
	}
	if method == http.MethodHead {
		method = http.MethodGet
		if len(body) == 0 {
			return nil
		}
	}
	path = withNames(path)
	err := c.Response(method, path, status, header, body)
	if err == nil || !errors.As(err, new(undocumented)) || !anywhere(status) {
		return err
	}
	if status == http.StatusNotModified {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: 304 with a body", method, path)
		}
		return nil
	}
	schema := []byte(`{"$ref": "#/components/schemas/basic-error"}`)
	if err := c.schemas.validate("basic error", schema, body); err != nil {
		return fmt.Errorf("%s %s: %d: %w", method, path, status, err)
	}
	return nil
}

// anywhere reports whether any operation may answer with a status.
func anywhere(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusNotModified,
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// withNames is the documented form of a path that GitHub serves and does not
// describe: below /repositories/{id} and /organizations/{id}, which answers and
// redirections lead to, and a repository's root folder.
func withNames(path string) string {
	bare := strings.TrimPrefix(path, "/api/v3")
	if rest, found := strings.CutPrefix(bare, "/repositories/"); found {
		_, below, _ := strings.Cut(rest, "/")
		path = strings.TrimSuffix("/repos/owner/name/"+below, "/")
	}
	if rest, found := strings.CutPrefix(bare, "/organizations/"); found {
		_, below, _ := strings.Cut(rest, "/")
		if ofTeam, found := strings.CutPrefix(below, "team/"); found {
			_, below, _ = strings.Cut(ofTeam, "/")
			below = "teams/name/" + below
		}
		path = strings.TrimSuffix("/orgs/name/"+below, "/")
	}
	if root, is := strings.CutSuffix(strings.TrimSuffix(path, "/"), "/contents"); is {
		path = root + "/contents/folder"
	}
	return path
}
