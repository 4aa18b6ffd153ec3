package handlers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestCardsAreTouched(t *testing.T) {
	t.Parallel()
	const (
		card  = `"projects_v2_item":{"content_node_id":"I_1","content_type":"Issue","project_node_id":"PVT_1","updated_at":"2026-11-02T10:00:00Z"}`
		field = `,"changes":{"field_value":{"field_node_id":"PVTSSF_1","field_type":"single_select"}}`
		mona  = `{"installation":{"id":7},"sender":{"id":1,"login":"mona","type":"User"},`
		robot = `{"installation":{"id":7},"sender":{"id":3,"login":"github-project-automation[bot]","type":"Bot"},`
	)
	by := upgrade.Actor{ID: 1, Login: "mona"}
	touch := func(field upgrade.NodeID, did upgrade.TouchKind, by upgrade.Actor) []upgrade.Touched {
		return []upgrade.Touched{{Content: "I_1", Touch: upgrade.Touch{Board: "PVT_1", Field: field, Did: did, By: by, At: ten()}}}
	}
	tests := []struct {
		name, payload string
		want          []upgrade.Touched
	}{
		{"field set", mona + `"action":"edited",` + card + field + `}`, touch("PVTSSF_1", upgrade.TouchSet, by)},
		{
			"by an automation", robot + `"action":"edited",` + card + field + `}`,
			touch("PVTSSF_1", upgrade.TouchSet, upgrade.Actor{ID: 3, Login: "github-project-automation[bot]", Bot: true}),
		},
		{"added", mona + `"action":"created",` + card + `}`, touch("", upgrade.TouchAdded, by)},
		{"made of a draft", mona + `"action":"converted",` + card + `}`, touch("", upgrade.TouchAdded, by)},
		{"archived", mona + `"action":"archived",` + card + `,"changes":{"archived_at":{"from":null}}}`, touch("", upgrade.TouchArchived, by)},
		{"restored", mona + `"action":"restored",` + card + `}`, touch("", upgrade.TouchRestored, by)},
		{"removed", mona + `"action":"deleted",` + card + `}`, touch("", upgrade.TouchRemoved, by)},
		{"edited, nobody says what", mona + `"action":"edited",` + card + `}`, nil},
		{"nobody says who", `{"installation":{"id":7},"action":"created",` + card + `}`, nil},
		{"nobody says when", mona + `"action":"created","projects_v2_item":{"content_node_id":"I_1","content_type":"Issue","project_node_id":"PVT_1"}}`, nil},
		{"nobody says where", mona + `"action":"created","projects_v2_item":{"content_node_id":"I_1","content_type":"Issue","updated_at":"2026-11-02T10:00:00Z"}}`, nil},
		{"our own", `{"installation":{"id":7},"sender":{"id":99,"login":"upkeep[bot]","type":"Bot"},"action":"edited",` + card + field + `}`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, "projects_v2_item", test.payload)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Touches); diff != "" {
				t.Errorf("touches (-want +got):\n%s", diff)
			}
		})
	}
}
