package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

const (
	textTime = 500 * time.Millisecond
	textSize = 64 << 10 // GitHub's longest description or comment
)

// onText compares work on a Markdown text with just parsing it.
func onText(name, body string, work func(body string)) comparison {
	markdown := goldmark.DefaultParser()
	return comparison{
		quantities: []quantity{{"", "ms"}},
		baseline:   contestant{"goldmark", repeat(func() { markdown.Parse(text.NewReader([]byte(body))) })},
		against:    []contestant{{name, repeat(func() { work(body) })}},
	}
}

// repeat tells how many milliseconds the work takes once.
func repeat(work func()) func(context.Context) ([]float64, error) {
	return func(ctx context.Context) ([]float64, error) {
		start, times := time.Now(), 0
		for time.Since(start) < textTime && ctx.Err() == nil {
			work()
			times++
		}
		return []float64{float64(time.Since(start).Microseconds()) / 1000 / float64(times)}, ctx.Err()
	}
}

// thousandItems is a roadmap issue's description with 1,000 children.
func thousandItems() string {
	const items = 1000
	var body strings.Builder
	for n := range items {
		fmt.Fprintf(&body, "- [ ] [service-%04d](https://github.com/openedx/app/issues/%d)\r\n", n, n+1)
	}
	return body.String()
}

// roadmap is where that description stands.
func roadmap() checklist.Context {
	return checklist.Context{
		Owner: "openedx", Repo: "platform-roadmap",
		Steps: runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{}),
	}
}

// editOneBox checks the middle one of the body's boxes.
func editOneBox(body string, in checklist.Context) string {
	items := checklist.Parse(body, in).Children()
	return checklist.SetBoxes(body, map[int]bool{items[len(items)/2].Box: true})
}

// longComment is as people write, with commands here and there.
func longComment() string {
	const part = "Thanks for the list, **@sue**. I looked at [credentials](https://github.com/openedx/credentials/issues/5)\n" +
		"and `tox.ini` there; see <https://example.org/log> for what `make upgrade` printed:\n\n" +
		"```\n/upgrade owner-does nothing\nERROR: could not resolve\n```\n\n" +
		"- [ ] one thing\n- [x] another, as #12 says\n\n> earlier you wrote\n> this\n\n" +
		"/upgrade owner-does \"Owner reviews and merges\"\n\n"
	return strings.Repeat(part, textSize/len(part))
}
