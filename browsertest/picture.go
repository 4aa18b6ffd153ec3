package browsertest

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picturesVariable names the folder that pictures are saved to.
const picturesVariable = "UPKEEP_PICTURES"

// Picture saves a picture of the whole page, for people to look at, where the
// environment variable UPKEEP_PICTURES names a folder; else it does nothing.
func (b *Browser) Picture(name string) {
	b.t.Helper()
	b.save(name, func() chromedp.Action[[]byte] { return chromedp.FullScreenshot(100) })
}

// PictureOf is Picture of a part of the page: from the first to the last of
// the elements that a CSS selector finds, with a little room around.
func (b *Browser) PictureOf(name, selector string) {
	b.t.Helper()
	b.save(name, func() chromedp.Action[[]byte] {
		clip := b.around(selector)
		beyond := true
		return func(ctx context.Context, target *chromedp.Target) ([]byte, error) {
			shot, err := cdp.Call(ctx, target, page.CaptureScreenshot, page.CaptureScreenshotParams{
				Format: page.CaptureScreenshotFormatPng, Clip: &clip, CaptureBeyondViewport: &beyond,
			})
			if err != nil {
				return nil, err
			}
			return shot.Data, nil
		}
	})
}

// around is the rectangle around the elements that a selector finds, in CSS
// pixels of the page.
func (b *Browser) around(selector string) page.Viewport {
	b.t.Helper()
	const script = `(() => {
		const all = [...document.querySelectorAll(SELECTOR)].map(e => e.getBoundingClientRect());
		const least = side => Math.min(...all.map(r => r[side])), most = side => Math.max(...all.map(r => r[side]));
		const room = 10, x = Math.max(0, least('left') + scrollX - room), y = Math.max(0, least('top') + scrollY - room);
		return JSON.stringify({x, y, width: most('right') + scrollX + room - x, height: most('bottom') + scrollY + room - y, scale: 1});
	})()`
	var clip page.Viewport
	found := b.Script(strings.Replace(script, "SELECTOR", strconv.Quote(selector), 1))
	if err := json.Unmarshal([]byte(found), &clip); err != nil || clip.Width <= 0 || clip.Height <= 0 {
		b.t.Fatalf("find %s on the page: %s, %v", selector, found, err)
	}
	return clip
}

// save takes a picture if pictures are wanted.
func (b *Browser) save(name string, take func() chromedp.Action[[]byte]) {
	b.t.Helper()
	folder := os.Getenv(picturesVariable)
	if folder == "" {
		return
	}
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	picture, err := chromedp.Run(ctx, take())
	if err != nil {
		b.t.Fatalf("take a picture of %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		b.t.Fatalf("save the picture: %v", err)
	}
}
