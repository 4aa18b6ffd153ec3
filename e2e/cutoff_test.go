//go:build services

package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// TestCutOff kills the server between a write and its record, and takes the
// reason for the write back: what is there is not a person's choice.
func TestCutOff(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		holds   func(*http.Request) bool
		written func(*world) error
	}{
		{"field", setsFields, func(w *world) error { return w.field(1, "Status", "Done") }},
		{"box", func(r *http.Request) bool { return r.Method == http.MethodPatch }, func(w *world) error { return w.box(1, true) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, options{children: 1})
			server := w.serve(nil)
			w.activate()
			w.eventually(w.onBoard)
			w.quiet()
			w.gateway.hold(test.holds)
			w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
			w.eventually(func() error { return test.written(w) })
			server.kill()
			w.gateway.letGo()
			w.must(w.github.ReopenIssue("ari", child(1)))
			w.serve(nil)
			w.eventually(w.right) // not before the killed one's lease is over
		})
	}
}

func setsFields(r *http.Request) bool {
	if !strings.HasSuffix(r.URL.Path, "/graphql") {
		return false
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && bytes.Contains(body, []byte("updateProjectV2ItemFieldValue"))
}
