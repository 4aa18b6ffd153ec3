package try_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/try"
)

var update = flag.Bool("update", false, "write the golden files anew; read them before they are accepted")

const repository = "openedx/platform-roadmap"

// TestBodies closes the third child of every body, reopens it, then closes all.
func TestBodies(t *testing.T) {
	t.Parallel()
	bodies, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(bodies) < 40 {
		t.Fatalf("found %d bodies (%v), want at least 40", len(bodies), err)
	}
	for _, file := range bodies {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".md") + ".golden"
			got := story(t, string(body))
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// story tells which children a body has, and which lines change when.
func story(t *testing.T, body string) string {
	t.Helper()
	before := try.Body(body, repository, "", nil, nil)
	if before.Body != body {
		t.Error("the body changes though nothing happened")
	}
	var text strings.Builder
	text.WriteString("children:\n")
	for _, child := range before.Children {
		text.WriteString("  " + childLine(child) + "\n")
	}
	all := refs(t, strings.Join(names(before.Children), " "))
	if len(all) < 3 {
		text.WriteString("there is no third child\n")
	} else {
		third := all[2]
		closed := try.Body(body, repository, "", all[2:3], nil)
		fmt.Fprintf(&text, "%s closes:\n%s", third, changes(t, body, closed.Body))
		reopened := try.Body(closed.Body, repository, "", nil, all[2:3])
		fmt.Fprintf(&text, "%s reopens:\n%s", third, changes(t, closed.Body, reopened.Body))
	}
	done := try.Body(body, repository, "", all, nil)
	text.WriteString("all close:\n" + changes(t, body, done.Body))
	return text.String()
}

func names(children []try.Child) []string {
	var all []string
	for _, child := range children {
		all = append(all, child.Ref)
	}
	return all
}

func childLine(c try.Child) string {
	box := "   "
	switch {
	case c.Checked == nil:
	case *c.Checked:
		box = "[x]"
	default:
		box = "[ ]"
	}
	return fmt.Sprintf("%3d %s %s", c.Line, box, c.Ref)
}

func changes(t *testing.T, before, after string) string {
	t.Helper()
	ends := strings.NewReplacer("\r\n", "␍␊\n", "\r", "␍\n", "\n", "␊\n")
	old, fresh := strings.Split(ends.Replace(before), "\n"), strings.Split(ends.Replace(after), "\n")
	if len(old) != len(fresh) {
		t.Fatalf("%d lines became %d", len(old), len(fresh))
	}
	var text strings.Builder
	for i, line := range old {
		if line != fresh[i] {
			fmt.Fprintf(&text, "  line %d was %s\n  line %d  is %s\n", i+1, line, i+1, fresh[i])
		}
	}
	if text.Len() == 0 {
		return "  nothing changes\n"
	}
	return text.String()
}
