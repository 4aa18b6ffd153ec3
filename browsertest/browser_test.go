//go:build services

package browsertest_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/browsertest"
)

const form = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<style>body{background:#fff} @media (prefers-color-scheme: dark) {body{background:#000}}</style>
<form method="post"><label for="words">Words</label><textarea id="words" name="words">old</textarea>
<label>Colour <select name="colour"><option value="1">Red</option><option value="2">Green</option></select></label>
<button>Send</button></form><p>%s</p><p>Seen %d times</p>`

func TestBrowser(t *testing.T) {
	t.Parallel()
	seen := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen++
		said := ""
		if r.Method == http.MethodPost {
			said = r.FormValue("words") + " in " + r.FormValue("colour")
		}
		_, _ = fmt.Fprintf(w, form, html.EscapeString(said), seen)
	}))
	t.Cleanup(server.Close)
	b := browsertest.Start(t)
	b.Open(server.URL)
	b.Fill("Words", "new ones")
	b.Choose("Colour", "Green")
	b.Press("Send")
	if text := b.Text(); !strings.Contains(text, "new ones in 2") {
		t.Errorf("the page shows %q", text)
	}
	b.Open(server.URL)
	b.Await("Seen 5 times")
	for _, dark := range []bool{false, true} {
		b.Look(390, dark)
		want := map[bool]string{false: "rgb(255, 255, 255)", true: "rgb(0, 0, 0)"}[dark]
		if got := b.Script("getComputedStyle(document.body).backgroundColor"); got != want {
			t.Errorf("dark %t: the background is %s, want %s", dark, got, want)
		}
	}
	if wider := b.Overflow(); wider != 0 {
		t.Errorf("the page is %d pixels too wide", wider)
	}
	b.Script("document.body.style.width = '500px', ''")
	if wider := b.Overflow(); wider < 100 {
		t.Errorf("a page of 500 pixels is %d wider than 390", wider)
	}
	if picture := b.Picture("browser"); !strings.HasPrefix(http.DetectContentType(picture), "image/") {
		t.Error("no picture")
	}
}
