//go:build services

package report_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/upkeep-app/upkeep/browsertest"
)

// TestPagesLookRight opens the pages at the widths of a desk and of a phone, in
// the light and in the dark. Where UPKEEP_PICTURES names a folder, the pictures
// are saved there.
func TestPagesLookRight(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.FileServer(http.Dir("testdata")))
	t.Cleanup(server.Close)
	b := browsertest.Start(t)
	for _, name := range []string{"open-edx", "demo", "worst"} {
		b.Open(server.URL + "/" + name + ".html")
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
