// Package browsertest gives tests a real browser: headless Chromium, used as a
// person would, by the words on labels and buttons. Only tests with the build
// tag "services" import it; "make setup" installs Chromium.
package browsertest

import (
	"context"
	_ "embed"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long anything on a page may take: an answer may wait for the
// pace of 5, 15, then 30 s of a living comment.
const patience = 90 * time.Second

// Browser is one tab. Its methods fail the test when the page does not have
// what they look for.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// Start starts a browser that lives until the test ends.
func Start(t testing.TB) *Browser {
	t.Helper()
	program, err := find()
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, // root has no sandbox, and the pages are our own
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		end()
		endAllocator()
	})
	b := &Browser{t: t, ctx: ctx}
	// The first run starts the browser and must have no deadline of its own.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), emulated(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	return b
}

// find is where Chromium is, under the names that distributions give it.
func find() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("find a browser: none of %s is installed (run: make setup)", strings.Join(names, ", "))
}

// run does steps on the page.
func (b *Browser) run(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v; the page shows:\n%s", what, err, b.Text())
	}
}

// Open loads a page.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.run("open "+address, chromedp.Navigate(address))
}

// Fill types into the input with this label, in place of what is there.
func (b *Browser) Fill(label, text string) {
	b.t.Helper()
	b.element(label, "select()")
	b.run("fill "+label, chromedp.SendKeys(labelled(label), text))
}

// Choose selects the option with this text in the list with this label.
func (b *Browser) Choose(label, option string) {
	b.t.Helper()
	b.run("choose "+option+" as "+label, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		value := labelled(label) + "/option[normalize-space()=" + quoted(option) + "]"
		chosen, err := chromedp.Value(value)(ctx, target)
		if err != nil {
			return err
		}
		_, err = chromedp.SetValue(labelled(label), chosen)(ctx, target)
		return err
	}))
}

// Press clicks a button or link by its words and waits for the page it leads to.
func (b *Browser) Press(words string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	same := "[normalize-space()=" + quoted(words) + "]"
	if _, err := chromedp.RunResponse(ctx, chromedp.Click("//button"+same+" | //a"+same)); err != nil {
		b.t.Fatalf("press %s: %v; the page shows:\n%s", words, err, b.Text())
	}
}

// Text is what the page shows.
func (b *Browser) Text() string {
	b.t.Helper()
	return evaluate[string](b, "document.body.innerText")
}

// Part is what the part of the page with this name for those who cannot see
// shows, such as one column of a board; empty if there is none.
func (b *Browser) Part(name string) string {
	b.t.Helper()
	return b.Script("document.querySelector(':is(section, article, [role=region])[aria-label=" + strconv.Quote(name) + "]')?.innerText ?? ''")
}

// Chosen is the text of the option that the list with this label shows.
func (b *Browser) Chosen(label string) string {
	b.t.Helper()
	return b.element(label, "selectedOptions[0].text")
}

// Checked reports whether the box with this label is checked.
func (b *Browser) Checked(label string) bool {
	b.t.Helper()
	return b.element(label, "ariaChecked") == "true"
}

// element evaluates a property or method of the element with this label to a text.
func (b *Browser) element(label, of string) string {
	b.t.Helper()
	return b.Script("String(document.evaluate(" + strconv.Quote(labelled(label)) + ", document).iterateNext()." + of + ")")
}

// Script evaluates an expression on the page to a text.
func (b *Browser) Script(expression string) string {
	b.t.Helper()
	return evaluate[string](b, expression)
}

// Await loads the page anew until it shows a text.
func (b *Browser) Await(text string) {
	b.t.Helper()
	b.AwaitThat("showed "+text, func() bool { return strings.Contains(b.Text(), text) })
}

// AwaitThat loads the page anew until something is so on it.
func (b *Browser) AwaitThat(what string, so func() bool) {
	b.t.Helper()
	for end := time.Now().Add(patience); !so(); {
		if time.Now().After(end) {
			b.t.Fatalf("the page never %s but shows:\n%s", what, b.Text())
		}
		b.run("load the page anew", chromedp.Sleep(100*time.Millisecond), chromedp.Reload())
	}
}

// Look sets the width of the window in CSS pixels, and light or dark.
func (b *Browser) Look(width int64, dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.run("set the window", chromedp.EmulateViewport(width, 900), emulated(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}))
}

// emulated sets something that a window on a desk would have, such as the focus.
func emulated[P any](command cdp.Command[P, cdp.Empty], to P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, to)
		return err
	})
}

// Overflow is by how many CSS pixels the page is wider than the window.
func (b *Browser) Overflow() int {
	b.t.Helper()
	wider, err := strconv.Atoi(b.Script("String(document.documentElement.scrollWidth - document.documentElement.clientWidth)"))
	if err != nil {
		b.t.Fatalf("measure the page: %v", err)
	}
	return wider
}

//go:embed barriers.js
var barriers string

// Barriers are what stands in people's way on the page, as barriers.js finds
// it. All details of the page are open from then on.
func (b *Browser) Barriers() []string {
	b.t.Helper()
	return strings.FieldsFunc(b.Script(barriers), func(c rune) bool { return c == '\n' })
}

func evaluate[T any](b *Browser, expression string) T {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return value
}

// labelled finds an input by its label's words, which stand before it or around it.
func labelled(words string) string {
	label := "//label[normalize-space(text())=" + quoted(words) + "]"
	return "(//*[@id=" + label + "/@for] | " + label + "//*[self::input or self::select or self::textarea] | " +
		"//*[@aria-label=" + quoted(words) + "])[1]"
}

// quoted is a string in XPath, which has no escapes: words with both kinds of
// quotation marks are not looked for.
func quoted(words string) string {
	if strings.Contains(words, "'") {
		return `"` + words + `"`
	}
	return "'" + words + "'"
}
