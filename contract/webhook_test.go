//go:build services

package contract_test

import (
	"encoding/json"
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// example finds a valid payload for a test to break.
func example(t *testing.T, event, action string) map[string]any {
	t.Helper()
	checker := contract.Webhooks(t)
	for _, e := range contract.Examples(t) {
		var payload map[string]any
		if err := json.Unmarshal(e.Payload, &payload); err != nil {
			t.Fatalf("decode example %s: %v", e.Name, err)
		}
		if e.Event == event && payload["action"] == action && checker.Payload(event, e.Payload) == nil {
			return payload
		}
	}
	t.Fatalf("no valid example of %s.%s", event, action)
	return nil
}

func fieldChange(from any) map[string]any {
	return map[string]any{"field_value": map[string]any{"field_node_id": "PVTF_1", "from": from, "to": "text"}}
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestWebhookPayload(t *testing.T) {
	t.Parallel()
	checker := contract.Webhooks(t)
	tests := []struct {
		name, event, action string
		change              func(payload map[string]any)
		want                string
	}{
		{"right payload", "issues", "reopened", func(map[string]any) {}, ""},
		{"field missing", "issues", "reopened", func(p map[string]any) { delete(p, "issue") }, "missing property 'issue'"},
		{"deep field of a wrong type", "issues", "reopened", func(p map[string]any) { p["issue"].(map[string]any)["number"] = "7" }, "/issue/number"},
		{"null where it is not allowed", "issue_comment", "created", func(p map[string]any) { p["comment"].(map[string]any)["body"] = nil }, "/comment/body"},
		{"time that is none", "issue_comment", "created", func(p map[string]any) { p["comment"].(map[string]any)["created_at"] = "yesterday" }, "/comment/created_at"},
		{"action of another event", "issues", "reopened", func(p map[string]any) { p["action"] = "submitted" }, "not documented"},
		{"no action", "issues", "reopened", func(p map[string]any) { delete(p, "action") }, "webhook issues:"},
		{"board card", "projects_v2_item", "created", func(map[string]any) {}, ""},
		{"card's value that was empty", "projects_v2_item", "edited", func(p map[string]any) { p["changes"] = fieldChange(nil) }, ""},
		{"card's value of a wrong type", "projects_v2_item", "edited", func(p map[string]any) { p["changes"] = fieldChange(true) }, "/changes/field_value/from"},
		{"board card of an unknown sort", "projects_v2_item", "created", func(p map[string]any) { p["projects_v2_item"].(map[string]any)["content_type"] = "Card" }, "/projects_v2_item/content_type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			payload := example(t, tt.event, tt.action)
			tt.change(payload)
			wantError(t, checker.Payload(tt.event, encode(t, payload)), tt.want)
		})
	}
}

func TestWebhookUnknown(t *testing.T) {
	t.Parallel()
	checker := contract.Webhooks(t)
	wantError(t, checker.Payload("issue", []byte(`{"action": "closed"}`)), "not documented")
	wantError(t, checker.Payload("push", []byte(`{"action":`)), "decode payload")
	wantError(t, checker.Payload("push", []byte(`{}`)), "missing properties")
	wantError(t, checker.Payload("sub_issues", []byte(`{"action": "sub_issue_added"}`)), "missing properties")
}

func TestExamples(t *testing.T) {
	t.Parallel()
	checker := contract.Webhooks(t)
	names := map[string]bool{}
	events := map[string]bool{}
	accepted := 0
	for _, e := range contract.Examples(t) {
		if !json.Valid(e.Payload) || e.Event == "" || names[e.Name] {
			t.Errorf("example %s: invalid, without an event, or named twice", e.Name)
		}
		names[e.Name], events[e.Event] = true, true
		if checker.Payload(e.Event, e.Payload) == nil {
			accepted++
		}
	}
	// 726 examples of 69 events are pinned; most that the schemas refuse are
	// older than a property that is required today.
	if len(names) < 700 || len(events) < 60 || accepted < 350 {
		t.Errorf("found %d examples of %d events, %d valid; want at least 700, 60 and 350", len(names), len(events), accepted)
	}
}
