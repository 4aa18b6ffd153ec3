//go:build services

package browsertest_test

import (
	"fmt"
	"html"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/upkeep-app/upkeep/browsertest"
)

const form = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<style>body{background:#fff} @media (prefers-color-scheme: dark) {body{background:#000}}</style>
<form method="post"><label for="words">Words</label><textarea id="words" name="words">old</textarea>
<label for="more">More words</label><textarea id="more" name="more"></textarea><label>Colour <select name="colour"><option value="1">Red</option><option value="2">Green</option></select></label>
<button>Send</button></form><section aria-label="Answer">%s</section><button role="checkbox" aria-checked="false" aria-label="Box">☐</button><p>Seen %d times</p>`

const barred = `<!doctype html><meta name="viewport" content="width=device-width"><style>
body{background:#fff; color:#777} details a:focus{outline:none} .wide{width:2000px} ::placeholder{color:#999}</style>
<p class="wide">grey</p><details><summary style="color:#000">More</summary><a href="/" style="color:#00f">unseen</a></details>
<input name="bare" style="color:#000"><label style="color:#000">Seen <input placeholder="pale"></label>
<p hidden>hidden</p><p style="background:#0008; color:#fff">half dark</p>`

func TestBarriers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := barred
		if r.URL.Path == "/fine" {
			page = "<!doctype html><title>Fine</title><h1>Fine</h1>" + strings.ReplaceAll(form, "%", "&#37;")
		}
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(server.Close)
	b := browsertest.Start(t)
	b.Open(server.URL)
	want := []string{
		"no title", "0 h1", "728 pixels wider than the window", "p “grey” has a contrast of 4.48", "p “half dark” has a contrast of 4.47",
		"input “” bare has no label", "input “” has a contrast of 2.85", "a “unseen” does not show that it has the focus",
	}
	less := func(a, b string) bool { return a < b }
	if diff := cmp.Diff(want, b.Barriers(), cmpopts.SortSlices(less)); diff != "" {
		t.Errorf("barriers (-want +got):\n%s", diff)
	}
	b.Open(server.URL + "/fine")
	if got := b.Barriers(); len(got) > 0 {
		t.Errorf("barriers on a page without: %q", got)
	}
}

func TestBrowser(t *testing.T) {
	t.Parallel()
	seen := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" { // the browser also looks for an icon
			seen++
		}
		said := ""
		if r.Method == http.MethodPost {
			said = r.FormValue("words") + r.FormValue("more") + " in " + r.FormValue("colour")
		}
		_, _ = fmt.Fprintf(w, form, html.EscapeString(said), seen)
	}))
	t.Cleanup(server.Close)
	b := browsertest.Start(t)
	b.Open(server.URL)
	b.Fill("Words", "new ones")
	b.Fill("More words", ", at last")
	b.Choose("Colour", "Green")
	b.Press("Send")
	if text := b.Text(); !strings.Contains(text, "new ones, at last in 2") {
		t.Errorf("the page shows %q", text)
	}
	b.Open(server.URL)
	if colour, part := b.Chosen("Colour"), b.Part("Answer"); colour != "Red" || part != "" || b.Checked("Box") || b.Part("none") != "" {
		t.Errorf("on a fresh page: %q, %q", colour, part)
	}
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
}

func TestPicture(t *testing.T) {
	folder := t.TempDir()
	b := browsertest.Start(t)
	t.Setenv("UPKEEP_PICTURES", "")
	b.Picture("none")
	t.Setenv("UPKEEP_PICTURES", folder)
	b.Picture("blank")
	saved, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || !slices.Equal(saved, []string{filepath.Join(folder, "blank.png")}) {
		t.Fatalf("saved %q, %v", saved, err)
	}
	picture, err := os.ReadFile(saved[0])
	if err != nil || http.DetectContentType(picture) != "image/png" {
		t.Errorf("%v, or no picture", err)
	}
	b.Script("document.body.innerHTML = '<p id=a>One</p><p id=b>Two</p>' + '<br>'.repeat(200), document.body.style.width = '300px'")
	b.PictureOf("part", "#a, #b")
	part, err := os.Open(filepath.Join(folder, "part.png"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = part.Close() })
	if size, err := png.DecodeConfig(part); err != nil || size.Width < 300 || size.Width > 330 || size.Height > 100 {
		t.Errorf("the part is %d by %d, %v", size.Width, size.Height, err)
	}
}
