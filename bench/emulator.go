package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/emulator"
)

// Sizes of the emulator's organisations.
const (
	boardCards   = 1000
	loadedIssues = 5000
)

// onEmulator compares reading a board in full over HTTP, a hundred cards at a
// time, with a server that has the same answers ready, and loading an
// organisation with decoding its YAML.
func onEmulator() []comparison {
	loaded := organisationWith(loadedIssues)
	var answers [][]byte
	return []comparison{{
		quantities: []quantity{{"", "ms"}},
		baseline: contestant{"the same answers ready made", func(ctx context.Context) ([]float64, error) {
			if answers == nil {
				var err error
				if answers, err = boardAnswers(ctx); err != nil {
					return nil, err
				}
			}
			return onServer(ctx, ready(answers))
		}},
		against: []contestant{{"emulator_board_1000", func(ctx context.Context) ([]float64, error) {
			github, err := emulated(organisationWith(boardCards))
			if err != nil {
				return nil, err
			}
			return onServer(ctx, github)
		}}},
	}, {
		quantities: []quantity{{"", "ms"}},
		baseline: contestant{"decoding the YAML", repeat(func() {
			var tree any
			_ = yaml.Unmarshal([]byte(loaded), &tree)
		})},
		against: []contestant{{"emulator_load_5000", repeat(func() { _, _ = emulated(loaded) })}},
	}}
}

// organisationWith is an organisation with so many issues, all on its board.
func organisationWith(issues int) string {
	var text, cards strings.Builder
	text.WriteString("organizations:\n- login: acme\n  installed: true\n  owners: [olga]\n  repositories:\n  - name: app\n    issues:\n")
	for n := range issues {
		fmt.Fprintf(&text, "    - {title: Upgrade part %d, body: \"- [ ] one\", labels: [upgrade], assignees: [olga]}\n", n)
		fmt.Fprintf(&cards, "    - {issue: \"app#%d\", Status: Todo, Notes: Note}\n", n+1)
	}
	return text.String() + "  boards:\n  - number: 1\n    title: Maintenance\n    fields: {Status: [Todo, Done], Notes: text}\n    items:\n" + cards.String()
}

func emulated(organisation string) (*emulator.Emulator, error) {
	github := emulator.Create(emulator.Options{Now: time.Now, AuthNow: time.Now})
	return github, github.Load([]byte(organisation))
}

// boardAnswers are what the emulator answers to whoever reads the board.
func boardAnswers(ctx context.Context) ([][]byte, error) {
	github, err := emulated(organisationWith(boardCards))
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(github)
	defer server.Close()
	return readBoard(ctx, server.URL)
}

// ready answers with one text after the other, over and over.
func ready(answers [][]byte) http.Handler {
	next := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write(answers[next%len(answers)])
		next++
	})
}

// onServer tells how long reading the board takes once.
func onServer(ctx context.Context, handler http.Handler) ([]float64, error) {
	server := httptest.NewServer(handler)
	defer server.Close()
	var failed error
	figures, err := repeat(func() {
		if _, err := readBoard(ctx, server.URL); err != nil {
			failed = err
		}
	})(ctx)
	return figures, errors.Join(failed, err)
}

// readBoard reads the board in full.
func readBoard(ctx context.Context, address string) ([][]byte, error) {
	const document = `query($after: String) { organization(login: "acme") { projectV2(number: 1) { items(first: 100, after: $after) {
		nodes { id isArchived content { ... on Issue { id number title state labels(first: 10) { nodes { name } } assignees(first: 10) { nodes { login } } } }
			fieldValues(first: 20) { nodes { ... on ProjectV2ItemFieldSingleSelectValue { name optionId } ... on ProjectV2ItemFieldTextValue { text } } } }
		pageInfo { hasNextPage endCursor } } } } }`
	var pages [][]byte
	for after := any(nil); ; {
		text, err := ask(ctx, address, map[string]any{"query": document, "variables": map[string]any{"after": after}})
		if err != nil {
			return nil, err
		}
		pages = append(pages, text)
		var page struct {
			Data struct {
				Organization struct {
					ProjectV2 struct {
						Items struct{ PageInfo struct{ EndCursor string } }
					}
				}
			}
		}
		if err := json.Unmarshal(text, &page); err != nil {
			return nil, fmt.Errorf("read the board: %w", err)
		}
		if len(pages) == boardCards/100 {
			return pages, nil
		}
		after = page.Data.Organization.ProjectV2.Items.PageInfo.EndCursor
	}
}

func ask(ctx context.Context, address string, question any) ([]byte, error) {
	body, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("ask for the board: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/api/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask for the board: %w", err)
	}
	request.Header.Set("Authorization", "Bearer user:olga")
	request.Header.Set("User-Agent", "upkeep-bench")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask for the board: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask for the board: status %d: %w", answer.StatusCode, err)
	}
	return text, nil
}
