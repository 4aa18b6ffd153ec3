//go:build services

package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/browsertest"
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/web"
)

// crowded is the app's own commands, and many more with long words.
func crowded() []command.Spec {
	specs := command.Table()
	places := []command.Place{command.Anywhere, command.OnChild, command.OnRoadmap, command.OnNew}
	for n := range 24 {
		specs = append(specs, command.Spec{
			Name: fmt.Sprintf("made-up-%d", n), Usage: fmt.Sprintf("/upgrade made-up-%d <issue>… [until <date>] because …", n),
			Summary:  fmt.Sprintf("Say that something `made-up` is so, in a sentence that is as long as such sentences are (no. %d).", n),
			Differs:  fmt.Sprintf("`made-up-%d` is for this; `made-up-%d` is for that.", n, n+1),
			Examples: []string{fmt.Sprintf("/upgrade made-up-%d https://github.com/an-organisation-with-a-long-name/a-repository-with-a-long-name/issues/12345 because it-is-so", n)},
			Who:      command.Roles()[1:], Where: places[n%len(places)],
		})
	}
	return specs
}

func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	web.Register(mux, crowded())
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// TestPagesLookRight opens the pages at the widths of a desk and of a phone, in
// the light and in the dark. Where UPKEEP_PICTURES names a folder, the pictures
// are saved there.
func TestPagesLookRight(t *testing.T) {
	t.Parallel()
	b := browsertest.Start(t)
	address := site(t)
	for name, path := range map[string]string{
		"front": "/", "commands": "/commands", "found": "/commands?q=owner", "none-found": "/commands?q=" + strings.Repeat("x", 100),
	} {
		b.Open(address + path)
		for _, width := range []int64{1280, 390} {
			for _, dark := range []bool{false, true} {
				look := fmt.Sprintf("%s-%d-%s", name, width, map[bool]string{false: "light", true: "dark"}[dark])
				b.Look(width, dark)
				b.Picture(look)
				for _, barrier := range b.Barriers() {
					t.Errorf("%s: %s", look, barrier)
				}
				if wider := b.Overflow(); wider > 0 {
					t.Errorf("%s: %d pixels too wide", look, wider)
				}
			}
		}
	}
}

func TestCommandsAreFoundByTheButtonAndWhileTyping(t *testing.T) {
	t.Parallel()
	b := browsertest.Start(t)
	b.Open(site(t) + "/commands")
	b.Fill("Find a command", "made-up 17)")
	b.Press("Find")
	if shown := b.Text(); !strings.Contains(shown, oneOf("made-up 17)")) || strings.Contains(shown, "no. 18") {
		t.Errorf("after the button the page shows:\n%s", shown)
	}
	b.Press("Show all")
	b.Fill("Find a command", "(no. 18)")
	for end := time.Now().Add(30 * time.Second); !strings.Contains(b.Text(), oneOf("(no. 18)")); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("while typing the page never found it but shows:\n%s", b.Text())
		}
	}
	if at := b.Script("new URL(location).searchParams.get('q')"); at != "(no. 18)" {
		t.Errorf("the address of what is shown looks for %q", at)
	}
}

// oneOf is what the page says when it has found one command.
func oneOf(words string) string {
	return fmt.Sprintf("1 of %d commands tell of “%s”.", len(crowded()), words)
}
