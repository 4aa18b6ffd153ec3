package registration_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/registration"
)

func TestManifest(t *testing.T) {
	t.Parallel()
	text, err := registration.Manifest(registration.Place{
		Organisation: "acme", Address: "https://upkeep.example.org", Return: "http://localhost:8080/setup/created",
	})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"name": "Upkeep acme", "url": "https://upkeep.example.org", "public": false, "redirect_url": "http://localhost:8080/setup/created",
		"description":     "Runs organisation-wide upgrade projects: keeps boards and roadmap issues true, and answers /upgrade commands.",
		"hook_attributes": map[string]any{"url": "https://upkeep.example.org/api/github/hook", "active": true},
		"default_permissions": map[string]any{
			"metadata": "read", "members": "read", "pull_requests": "read", "contents": "read", "issues": "write", "checks": "write", "organization_projects": "write",
		},
		"default_events": []any{
			"issues", "issue_comment", "sub_issues", "issue_dependencies", "pull_request", "pull_request_review", "projects_v2_item", "push", "repository",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
}

func TestNameFitsGitHub(t *testing.T) {
	t.Parallel()
	text, err := registration.Manifest(registration.Place{Organisation: strings.Repeat("abcdefghi-", 4)[:39]})
	if err != nil || !strings.Contains(text, `"name":"Upkeep abcdefghi-abcdefghi-abcdefg"`) {
		t.Errorf("%v: %s", err, text)
	}
}

func TestWhatIsAskedForIsExplainedLeastFirst(t *testing.T) {
	t.Parallel()
	writes := false
	for _, p := range registration.Permissions() {
		if p.Title == "" || len(p.Reason) < 20 || !strings.HasSuffix(p.Reason, ".") {
			t.Errorf("%s: %+v is not explained", p.Name, p)
		}
		if writes && p.Level == registration.Read {
			t.Errorf("%s only reads, but stands after what writes", p.Name)
		}
		writes = writes || p.Level == registration.Write
	}
	for _, e := range registration.Events() {
		if e.Title == "" || len(e.Reason) < 20 || !strings.HasSuffix(e.Reason, ".") {
			t.Errorf("%s: %+v is not explained", e.Name, e)
		}
	}
}

func TestLacks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		permissions map[string]string
		events      string
		want        string
	}{
		"nothing": {
			map[string]string{"metadata": "read", "members": "read", "pull_requests": "write", "contents": "read", "issues": "write", "checks": "write", "organization_projects": "admin"},
			"issues issue_comment sub_issues issue_dependencies pull_request pull_request_review projects_v2_item push repository label", "",
		},
		"a level and an event": {
			map[string]string{"metadata": "read", "members": "read", "pull_requests": "read", "contents": "read", "issues": "read", "checks": "write", "organization_projects": "write"},
			"issues issue_comment sub_issues issue_dependencies pull_request pull_request_review projects_v2_item repository", "issues push",
		},
		"everything": {
			nil, "",
			"metadata members pull_requests contents issues checks organization_projects issues issue_comment sub_issues issue_dependencies pull_request pull_request_review projects_v2_item push repository",
		},
	} {
		permissions, events := registration.App{Permissions: test.permissions, Events: strings.Fields(test.events)}.Lacks()
		got := []string{}
		for _, p := range permissions {
			got = append(got, p.Name)
		}
		for _, e := range events {
			got = append(got, e.Name)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
