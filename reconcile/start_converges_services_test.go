//go:build services

package reconcile_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whichever request fails, the upgrade is started once and answered once.
func TestStartConverges(t *testing.T) {
	t.Parallel()
	for failing := range 12 {
		w := started(t, organisations)
		w.wire.requests()
		n := 0
		w.wire.fault = func(a asked) (*http.Response, error) {
			if n++; n == failing+1 {
				return nil, errors.New("cut")
			}
			return a.pass()
		}
		id := w.says("ben", python, `/upgrade start "Python 3.12"`)
		w.quiet()
		if diff := cmp.Diff([]string{"+1"}, w.reactions(python, id)); diff != "" {
			t.Errorf("request %d cut: reactions (-want +got):\n%s", failing, diff)
		}
		w.field("acme/shop#2", "Project", "Python 3.12")
	}
}
