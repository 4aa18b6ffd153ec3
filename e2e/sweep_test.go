//go:build services

package e2e_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestSweep wants deliveries back that nobody took while the app was down, and
// one that was answered with 202 and then lost with its row.
func TestSweep(t *testing.T) {
	t.Parallel()
	// The sweep leaves alone what was delivered within the last minute.
	w := newWorld(t, options{children: 2, behind: 2 * time.Minute})
	server := w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	w.quiet()
	server.stop()

	lost := w.github.Sent()[0].GUID
	w.forget(lost)
	before := len(w.github.Sent())
	w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonNotPlanned))
	w.eventually(func() error {
		if n := len(w.github.Pending()); n > 0 {
			return fmt.Errorf("%d deliveries are on their way", n)
		}
		return nil
	})
	missed := map[string]bool{lost: true}
	for _, d := range w.github.Sent()[before:] {
		if d.StatusCode == 202 {
			t.Errorf("delivery %s was taken by nobody, yet answered", d.GUID)
		}
		missed[d.GUID] = true
	}
	if len(missed) != 3 {
		t.Fatalf("missed %v", missed)
	}
	w.serve(nil)
	w.eventually(func() error { return w.held(missed) })
	w.eventually(w.right)
	w.quiet()
	again := map[string]int{}
	for _, d := range w.github.Sent() {
		if d.Redelivery {
			again[d.GUID]++
		}
	}
	for guid, times := range again {
		if !missed[guid] || times != 1 {
			t.Errorf("delivery %s was asked for %d times, missed: %t", guid, times, missed[guid])
		}
	}
}

// held wants the inbox to hold these deliveries.
func (w *world) held(missed map[string]bool) error {
	guids := make([]string, 0, len(missed))
	for guid := range missed {
		guids = append(guids, guid)
	}
	return w.store(func(ctx context.Context, db *store.Store) error {
		held, err := db.Held(ctx, guids)
		if err == nil && len(held) != len(guids) {
			err = fmt.Errorf("the inbox holds %d of %d deliveries", len(held), len(guids))
		}
		return err
	})
}

// forget removes a delivery's row, as a database that was restored has it.
func (w *world) forget(guid string) {
	w.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(w.databaseURL, "sqlite://"))
	w.must(err)
	defer func() { w.must(db.Close()) }()
	done, err := db.Exec("DELETE FROM deliveries WHERE guid = ?", guid)
	w.must(err)
	if n, err := done.RowsAffected(); n != 1 || err != nil {
		w.Fatalf("removed %d rows: %v", n, err)
	}
}
