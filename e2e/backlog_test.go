//go:build services

package e2e_test

import (
	"errors"
	"fmt"
	"testing"
)

// TestBacklog has more commands wait on one issue, from while the app was
// down, than one run may write answers to.
func TestBacklog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2})
	server := w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	server.stop()
	var asked []int64
	for n := range 25 {
		comment, err := w.github.Comment("ada", child(1), fmt.Sprintf("/upgrade owner-does mistyped-%d", n))
		w.must(err)
		asked = append(asked, comment)
	}
	last, err := w.github.Comment("ada", child(1), "/upgrade owner-does owner-does-everything")
	w.must(err)
	w.serve(nil)
	w.eventually(func() error {
		errs := []error{w.reacted(child(1), last, "+1"), w.field(1, "Owner Does", "Owner does everything")}
		for _, comment := range asked {
			errs = append(errs, w.reacted(child(1), comment, "confused"))
		}
		return errors.Join(errs...)
	})
	w.quiet()
	if n := len(w.said(child(1))); n != len(asked)+1 {
		t.Errorf("%d comments of the app, want one reply to each of %d commands, and the living comment", n, len(asked))
	}
}
