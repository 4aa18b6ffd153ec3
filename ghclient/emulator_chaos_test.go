package ghclient_test

import (
	"errors"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestClientNamesEveryFault strikes one write and one read by each API with
// each kind of fault. A write of which nothing is known must never look like
// one that failed, nor a passing fault like a final refusal.
func TestClientNamesEveryFault(t *testing.T) {
	t.Parallel()
	unknown := func(err error) bool { return errors.Is(err, ghclient.ErrUnknownOutcome) && !ghclient.Final(err) }
	limited := func(err error) bool {
		var limit ghclient.RateLimited
		return errors.As(err, &limit) && !limit.Until.IsZero() && !ghclient.Final(err)
	}
	forbidden := func(err error) bool { return errors.Is(err, ghclient.ErrForbidden) }
	passing := func(err error) bool {
		return err != nil && !ghclient.Final(err) && !errors.Is(err, ghclient.ErrUnknownOutcome) && !limited(err)
	}
	none := func(err error) bool { return err == nil }
	tests := []struct {
		kind        chaos.Kind
		write, read func(error) bool
	}{
		{chaos.Error, unknown, passing},
		{chaos.ErrorAfter, unknown, none},
		{chaos.Hang, unknown, passing},
		{chaos.HangAfter, unknown, none},
		{chaos.Cut, unknown, passing},
		{chaos.CutAfter, unknown, none},
		{chaos.Truncate, unknown, passing},
		{chaos.HTML, unknown, passing},
		{chaos.Limit, limited, limited},
		{chaos.Forbid, forbidden, none},
	}
	for _, test := range tests {
		t.Run(string(test.kind), func(t *testing.T) {
			t.Parallel()
			for name, want := range map[string]func(error) bool{"REST write": test.write, "GraphQL write": test.write, "REST read": test.read, "GraphQL read": test.read} {
				if err := struck(t, name, string(test.kind)+"=1,faults=1"); !want(err) {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// TestClientTellsPartsOfABatch strikes a document with two mutations.
func TestClientTellsPartsOfABatch(t *testing.T) {
	t.Parallel()
	if err := struck(t, "GraphQL write", "batch-fail=1,faults=1"); !errors.Is(err, ghclient.ErrUnknownOutcome) {
		t.Errorf("fails in the middle: %v", err)
	}
	var partial *ghclient.PartialFailure
	err := struck(t, "GraphQL write", "batch-part=1,faults=1")
	if !errors.As(err, &partial) || len(partial.Done) != 1 || len(partial.Failed) != 1 {
		t.Fatalf("fails in part: %v", err)
	}
	for field, failure := range partial.Failed {
		if !errors.Is(failure, ghclient.ErrUnknownOutcome) {
			t.Errorf("%s: %v", field, failure)
		}
	}
	if err := struck(t, "GraphQL read", "query-part=1,faults=1"); err == nil || ghclient.Final(err) {
		t.Errorf("half an answer: %v", err)
	}
}

// struck makes one request in a world of its own, under chaos.
func struck(t *testing.T, what, settings string) error {
	t.Helper()
	over := make(chan time.Time)
	close(over)
	w := newWorld(t, func(o *emulator.Options) {
		o.After = func(time.Duration) <-chan time.Time { return over } // nothing hangs for long
	})
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	notes, _ := board.Field("Notes")
	effort, _ := board.Field("Effort")
	issue := w.issue(t, "acme/shop#2", w.at)
	parsed, err := chaos.Parse(settings)
	must(t, err)
	w.github.SetChaos(parsed)
	switch what {
	case "REST write":
		_, _, _, err = w.CreateComment(t.Context(), w.inst, issue.Ref, "hello")
	case "GraphQL write":
		_, err = w.SetFields(t.Context(), w.inst, board.ID, issue.Items[0].ID, []upgrade.FieldWrite{{Field: notes, Text: "x"}, {Field: effort, Text: "1"}})
	case "REST read":
		_, err = w.Comments(t.Context(), w.inst, issue.Ref)
	case "GraphQL read":
		_, err = w.Board(t.Context(), w.inst, "acme", 1)
	}
	return err
}
