package emulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
)

// large is an organisation with so many issues, a thousand in each repository,
// all of them on its board.
func large(issues int) string {
	var text strings.Builder
	text.WriteString("organizations:\n  - login: acme\n    installed: true\n    owners: [olga]\n    repositories:\n")
	for n := range issues {
		if n%1000 == 0 {
			fmt.Fprintf(&text, "      - name: service-%d\n        labels: [upgrade]\n        issues:\n", n/1000)
		}
		fmt.Fprintf(&text, "          - {title: Upgrade service %d, body: \"- [ ] one\\n- [ ] two\\n\", labels: [upgrade], assignees: [olga]}\n", n)
	}
	text.WriteString("    boards:\n      - number: 1\n        title: Maintenance\n        fields: {Status: [Todo, Done], Notes: text}\n        items:\n")
	for n := range issues {
		fmt.Fprintf(&text, "          - {issue: \"service-%d#%d\", Status: Todo, Notes: Note %d}\n", n/1000, n%1000+1, n)
	}
	return text.String()
}

// boardPage is a request for a hundred cards of a board with what a client
// wants to know of them.
const boardPage = `query($after: String) {
  organization(login: "acme") {
    projectV2(number: 1) {
      items(first: 100, after: $after) {
        nodes {
          id isArchived type
          content { ... on Issue { id number title state labels(first: 10) { nodes { name } } assignees(first: 10) { nodes { login } } repository { nameWithOwner } } }
          fieldValues(first: 20) {
            nodes {
              ... on ProjectV2ItemFieldSingleSelectValue { name optionId field { ... on ProjectV2SingleSelectField { name } } }
              ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2Field { name } } }
            }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

// BenchmarkBoard reads a board of 1,000 cards in full over HTTP, a hundred at a time.
func BenchmarkBoard(b *testing.B) {
	address := emulator.New(b, large(1000)).Serve(b)
	for b.Loop() {
		if cards := readBoard(b, address); cards != 1000 {
			b.Fatalf("read %d cards", cards)
		}
	}
}

func readBoard(t testing.TB, address string) int {
	t.Helper()
	var read int
	for after := any(nil); ; {
		body, err := json.Marshal(map[string]any{"query": boardPage, "variables": map[string]any{"after": after}})
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/api/graphql", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer user:olga")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Data struct {
				Organization struct {
					ProjectV2 struct {
						Items struct {
							Nodes    []json.RawMessage
							PageInfo struct {
								HasNextPage bool
								EndCursor   string
							}
						}
					}
				}
			}
		}
		if err := json.Unmarshal(text, &page); err != nil {
			t.Fatal(err)
		}
		items := page.Data.Organization.ProjectV2.Items
		if read += len(items.Nodes); len(items.Nodes) == 0 || !items.PageInfo.HasNextPage {
			return read
		}
		after = items.PageInfo.EndCursor
	}
}
