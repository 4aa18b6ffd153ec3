package handlers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What an edit of the app has replaced is told by its own event alone; nothing
// else of the app's own doing is looked at.
func TestOwnEdits(t *testing.T) {
	t.Parallel()
	const issue = `"issue":{"node_id":"I_1","updated_at":"2026-11-02T10:00:00Z","body":"after"}`
	own := func(action, rest string) string {
		return `{"action":"` + action + `","installation":{"id":7},"sender":{"id":99,"type":"Bot"},` + rest + `}`
	}
	then := floored("issue:I_1", "words of a person were overwritten")
	then.Cause = upgrade.CausePerson
	tests := []struct {
		name, payload string
		want          []upgrade.OwnEdit
	}{
		{
			"description", own("edited", issue+`,"changes":{"body":{"from":"before"}}`),
			[]upgrade.OwnEdit{{Issue: "I_1", Replaced: "before", Wrote: "after", Then: then}},
		},
		{
			"empty description", own("edited", issue+`,"changes":{"body":{"from":""}}`),
			[]upgrade.OwnEdit{{Issue: "I_1", Wrote: "after", Then: then}},
		},
		{"title", own("edited", issue+`,"changes":{"title":{"from":"before"}}`), nil},
		{"closed", own("closed", issue), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, "issues", test.payload)
			if err != nil {
				t.Fatal(err)
			}
			want := handlers.Outcome{Ignored: "our own write", OwnEdits: test.want}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("of a person", func(t *testing.T) {
		t.Parallel()
		got, err := read(t, "issues", from("edited", issue+`,"changes":{"body":{"from":"before"}}`))
		if err != nil || got.OwnEdits != nil {
			t.Errorf("a person's edit gives %+v, %v", got.OwnEdits, err)
		}
	})
}
