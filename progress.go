package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// quietEvery is how often work says how far it is where nobody watches a bar.
const quietEvery = 5 * time.Second

// progress shows how far long work is: as a bar on a terminal, else as a line
// every few seconds. It is for stderr; what the work finds out goes to stdout.
type progress struct {
	out  io.Writer
	what string
	now  func() time.Time
	bar  *progressbar.ProgressBar // nil where there is no terminal

	mu   sync.Mutex
	told time.Time
}

// newProgress begins to show work, such as "Rehearsing".
func newProgress(out io.Writer, what string, now func() time.Time) *progress {
	p := &progress{out: out, what: what, now: now, told: now()}
	if file, is := out.(*os.File); is && term.IsTerminal(int(file.Fd())) {
		p.bar = progressbar.NewOptions(1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	return p
}

// show tells how much is done, of what is known so far. It never fails: what
// cannot be shown is not worth stopping for.
func (p *progress) show(done, all int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Describe(p.what)
		p.bar.ChangeMax(max(all, done+1)) // at its end the bar would be gone
		_ = p.bar.Set(done)
		return
	}
	if now := p.now(); now.Sub(p.told) >= quietEvery {
		p.told = now
		_, _ = fmt.Fprintf(p.out, "%s: %d of %d\n", p.what, done, all)
	}
}

// reading tells what is read before it is known how much there is.
func (p *progress) reading(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Describe("Reading " + what)
		return
	}
	if now := p.now(); now.Sub(p.told) >= quietEvery {
		p.told = now
		_, _ = fmt.Fprintf(p.out, "Reading %s\n", what)
	}
}

// waiting tells at once that nothing goes on until a time.
func (p *progress) waiting(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := "Waiting for GitHub's rate limit until " + until.Local().Format(time.TimeOnly)
	if p.bar != nil {
		p.bar.Describe(said)
		return
	}
	_, _ = fmt.Fprintln(p.out, said)
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
