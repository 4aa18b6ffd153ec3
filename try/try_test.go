package try_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/try"
	"github.com/upkeep-app/upkeep/upgrade"
)

func refs(t *testing.T, list string) []upgrade.Ref {
	t.Helper()
	var all []upgrade.Ref
	for word := range strings.FieldsSeq(list) {
		ref, err := upgrade.ParseRef(word)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ref)
	}
	return all
}

func encode(t *testing.T, report any) string {
	t.Helper()
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCommentJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hi\n\n/upgrade owner-does arbi-bom\n\n```\n\n/upgrade x\n```\n": `{"commands":[{"name":"owner-does","args":["arbi-bom"],"line":3,"known":true}],` +
			`"ignored":[{"line":7,"why":"code block"}]}`,
		"/upgrade": `{"commands":[{"name":"","args":[],"line":1,"known":false}],"ignored":[]}`,
		"nothing":  `{"commands":[],"ignored":[]}`,
	} {
		if diff := cmp.Diff(want, encode(t, try.Comment(text))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestCommentText(t *testing.T) {
	t.Parallel()
	const text = "/upgrade owner-does \"Owner reviews\"\n/upgrade owner-dose x\n/upgrade frobnicate\n/upgrade\n\n    /upgrade y\n"
	const want = `line 1: /upgrade owner-does "Owner reviews"
line 2: /upgrade owner-dose "x": unknown command, did you mean owner-does?
line 3: /upgrade frobnicate: unknown command
line 4: /upgrade alone: answered with help
line 6: ignored: code block
`
	if diff := cmp.Diff(want, try.Comment(text).Text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("no commands\n", try.Comment("Thanks!").Text()); diff != "" {
		t.Error(diff)
	}
}

func TestBodyJSON(t *testing.T) {
	t.Parallel()
	report := try.Body("- [ ] #1\r\n- o/r#2\r\n", "openedx/roadmap", "", refs(t, "OpenEdX/Roadmap#1 o/r#2"), nil)
	const want = `{"body":"- [x] #1\r\n- o/r#2\r\n","children":[` +
		`{"ref":"openedx/roadmap#1","line":1,"checked":true},{"ref":"o/r#2","line":2,"checked":null}]}`
	if diff := cmp.Diff(want, encode(t, report)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`{"body":"","children":[]}`, encode(t, try.Body("", "a/b", "", nil, nil))); diff != "" {
		t.Error(diff)
	}
}

func TestBodyText(t *testing.T) {
	t.Parallel()
	report := try.Body("- [ ] #1\n- [x] #2\n- #3\n", "a/b", "", nil, nil)
	const want = "line 1: [ ] a/b#1\nline 2: [x] a/b#2\nline 3:     a/b#3\n\n- [ ] #1\n- [x] #2\n- #3\n"
	if diff := cmp.Diff(want, report.Text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("no children\n\nHi\n", try.Body("Hi\n", "a/b", "", nil, nil).Text()); diff != "" {
		t.Error(diff)
	}
}

func TestBodyChangesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	const step = "- [ ] Deploy all services a/b#1\n- [x] Select the orchestration team a/b#2\n\n## Children\n\n"
	for name, c := range map[string]struct{ body, closed, reopened, want string }{
		"closed":                         {"- [ ] #1\n- [ ] #2\n", "a/b#1", "", "- [x] #1\n- [ ] #2\n"},
		"reopened":                       {"- [x] #1\n- [x] #2\n", "", "a/b#1", "- [ ] #1\n- [x] #2\n"},
		"closed, already checked":        {"- [X] #1\n", "a/b#1", "", "- [X] #1\n"},
		"reopened, already unchecked":    {"- [ ] #1\n", "", "a/b#1", "- [ ] #1\n"},
		"someone else's":                 {"- [ ] #1\n- [x] #2\n", "a/c#1", "a/c#2", "- [ ] #1\n- [x] #2\n"},
		"one of two closed":              {"- [ ] #1 #2\n", "a/b#1", "", "- [ ] #1 #2\n"},
		"two of two closed":              {"- [ ] #1 #2\n", "a/b#2 a/b#1", "", "- [x] #1 #2\n"},
		"one of two closed, was checked": {"- [x] #1 #2\n", "a/b#1", "", "- [x] #1 #2\n"},
		"one of two reopened":            {"- [x] #1 #2\n", "", "a/b#2", "- [ ] #1 #2\n"},
		"one closed, one reopened":       {"- [x] #1 #2\n", "a/b#1", "a/b#2", "- [ ] #1 #2\n"},
		"closed and reopened":            {"- [ ] #1\n- [x] #1\n", "a/b#1", "a/b#1", "- [ ] #1\n- [ ] #1\n"},
		"named twice":                    {"- [ ] [#1](https://github.com/a/b/issues/1) #1\n", "a/b#1", "", "- [x] [#1](https://github.com/a/b/issues/1) #1\n"},
		"in two lists":                   {"- [ ] #1\n\ntext\n\n* [ ] #1\n", "a/b#1", "", "- [x] #1\n\ntext\n\n* [x] #1\n"},
		"runbook stays":                  {step + "- [ ] #1\n- [x] #2\n", "a/b#1", "a/b#2", step + "- [x] #1\n- [ ] #2\n"},
		"parent of a nested child stays": {"- [ ] #1\n  - [ ] #2\n", "a/b#2", "", "- [ ] #1\n  - [x] #2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := try.Body(c.body, "a/b", "", refs(t, c.closed), refs(t, c.reopened))
			if diff := cmp.Diff(c.want, got.Body); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
