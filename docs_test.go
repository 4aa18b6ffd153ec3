package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/registration"
)

// documents are the texts that people are led to, by their path from here.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "deploy/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[file] = string(text)
		}
	}
	if len(all) < 10 {
		t.Fatalf("found %d documents, want at least 10", len(all))
	}
	return all
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	// notInAnAnchor are what GitHub leaves out of a heading's anchor.
	notInAnAnchor = regexp.MustCompile("[^a-z0-9 _-]")
)

// TestDocumentsLinkWhatIsThere wants the file and the heading behind every link
// inside the repository.
func TestDocumentsLinkWhatIsThere(t *testing.T) {
	t.Parallel()
	for from, text := range documents(t) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			path, anchor, _ := strings.Cut(found[1], "#")
			if strings.Contains(path, ":") {
				continue
			}
			to := filepath.Join(filepath.Dir(from), path)
			if path == "" {
				to = from
			}
			there, err := os.ReadFile(to)
			if stat, statErr := os.Stat(to); statErr != nil || err != nil && !stat.IsDir() {
				t.Errorf("%s links %s, which is not there", from, found[1])
				continue
			}
			if anchor != "" && strings.HasSuffix(to, ".md") && !anchors(string(there))[anchor] {
				t.Errorf("%s links %s, which has no such heading", from, found[1])
			}
		}
	}
}

func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		all[strings.ReplaceAll(notInAnAnchor.ReplaceAllString(strings.ToLower(found[1]), ""), " ", "-")] = true
	}
	return all
}

var commandLine = regexp.MustCompile("(?m)(?:`|^ *)(/upgrade(?: [^`\n]*)?)")

// TestDocumentsNameCommandsThatAre wants every command in a text to be one.
func TestDocumentsNameCommandsThatAre(t *testing.T) {
	t.Parallel()
	for from, text := range documents(t) {
		for _, found := range commandLine.FindAllStringSubmatch(text, -1) {
			parsed := command.Parse(found[1])
			if len(parsed.Commands) != 1 || parsed.Commands[0].Name != "" && !parsed.Commands[0].Known {
				t.Errorf("%s: %q is no command", from, found[1])
			}
		}
	}
}

var (
	console = regexp.MustCompile("(?m)^ *```console$")
	marked  = regexp.MustCompile("(?m)^▢ .*(\n.+)*\n\n *```console$")
)

// TestDocumentsSayWhatIsNotRun wants the mark before every block of commands that
// no test runs. Those in `sh` are run: e2e has the test.
func TestDocumentsSayWhatIsNotRun(t *testing.T) {
	t.Parallel()
	for from, text := range documents(t) {
		if all, said := len(console.FindAllString(text, -1)), len(marked.FindAllString(text, -1)); all != said {
			t.Errorf("%s has %d blocks of commands that are not run, and says so of %d", from, all, said)
		}
	}
}

// TestApprovalPage wants the page for whoever must approve the app to have the
// permissions that it asks for, in the same words as the setup page.
func TestApprovalPage(t *testing.T) {
	t.Parallel()
	text := documents(t)["docs/approval.md"]
	_, rest, _ := strings.Cut(text, "<!-- permissions: kept by TestApprovalPage -->\n")
	got, _, _ := strings.Cut(rest, "<!-- end -->")
	var want strings.Builder
	want.WriteString("\n| of the | permission | access | what for |\n|---|---|---|---|\n")
	for _, p := range registration.Permissions() {
		want.WriteString("| " + string(p.Of) + " | " + p.Title + " | " + p.Access() + " | " + p.Reason + " |\n")
	}
	want.WriteString("\n")
	if got != want.String() {
		t.Errorf("docs/approval.md has other permissions; they are:\n%s", want.String())
	}
}
