//go:build services

package emulator_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/contract"
	"github.com/upkeep-app/upkeep/emulator"
)

// members are the names that the objects of payloads have, by the objects' paths.
type members map[string]map[string]bool

func (m members) add(path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		if m[path] == nil {
			m[path] = map[string]bool{}
		}
		for name, member := range value {
			m[path][name] = true
			m.add(path+"."+name, member)
		}
	case []any:
		for _, each := range value {
			m.add(path, each)
		}
	}
}

func (m members) addText(t testing.TB, path string, text []byte) {
	t.Helper()
	var payload any
	if err := json.Unmarshal(text, &payload); err != nil {
		t.Fatal(err)
	}
	m.add(path, payload)
}

// lacking lists what wanted has and m has not, of the objects that m has.
func (m members) lacking(wanted members) []string {
	var missing []string
	for path, names := range wanted {
		for name := range names {
			if m[path] != nil && !m[path][name] && !notExpected(path, name) {
				missing = append(missing, path+"."+name)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// notExpected are members that GitHub's examples have and the emulator need not:
// permissions are those that an app asks for, and only issues that are pull
// requests are drafts since the examples were taken, which are of 2019 to 2021.
func notExpected(path, name string) bool {
	return strings.HasSuffix(path, ".permissions") || name == "draft" && !strings.HasSuffix(path, "pull_request")
}

// membersOfEveryAct are those of all payloads that people's acts lead to.
func membersOfEveryAct(t testing.TB, e *emulator.Emulator) members {
	t.Helper()
	ours := members{}
	for _, d := range e.Pending() {
		ours.addText(t, d.Event+"."+d.Action, d.Payload)
	}
	return ours
}

// TestPayloadsHaveAllThatGitHubsExamplesHave goes beyond the schemas, in which
// many members that GitHub always sends need not be there.
func TestPayloadsHaveAllThatGitHubsExamplesHave(t *testing.T) {
	t.Parallel()
	clock := newClock()
	e := small(t, clock)
	everyAct(t, e, clock)
	ours, theirs := membersOfEveryAct(t, e), members{}
	seen := map[string]bool{}
	for _, example := range contract.Examples(t) {
		var head struct{ Action string }
		if err := json.Unmarshal(example.Payload, &head); err != nil {
			t.Fatal(err)
		}
		name := example.Event + "." + head.Action
		if strings.HasPrefix(example.Name, "api.github.com/") && ours[name] != nil {
			seen[name] = true
			theirs.addText(t, name, example.Payload)
		}
	}
	want(t, "members that are lacking", ours.lacking(theirs), nil)
	if len(seen) < 40 {
		t.Errorf("only %d sorts of events were compared: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
	delete(ours["issues.labeled.issue"], "state")
	want(t, "a member taken away", ours.lacking(theirs), []string{"issues.labeled.issue.state"})
}
