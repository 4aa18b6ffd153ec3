package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"github.com/upkeep-app/upkeep/upgrade"
)

//go:embed pages
var pages embed.FS

// page is the template. It has no scripts, loads nothing, and takes all that
// people wrote as text.
var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report.html").Funcs(template.FuncMap{"spans": spans}).ParseFS(pages, "pages/report.html", "pages/style.css")
})

// HTML writes the report as a page that needs nothing else.
func (r Report) HTML(w io.Writer) error {
	t, err := page()
	if err != nil {
		return fmt.Errorf("read the report's page: %w", err)
	}
	if err := t.Execute(w, shownPage{r}); err != nil {
		return fmt.Errorf("write the report as HTML: %w", err)
	}
	return nil
}

// shownPage is a report with what only the page needs.
type shownPage struct{ Report }

// Who says to whom it may be shown.
func (p shownPage) Who() string { return p.who() }

// Gaps says what could not be read; empty if there is nothing.
func (p shownPage) Gaps() string { return p.gaps() }

// Next are the steps that come next.
func (p shownPage) Next() []string { return p.next() }

// When is when it was made.
func (p shownPage) When() string { return p.At.Format("2 January 2006, 15:04 UTC") }

// Link is the address of an issue; empty for what is none.
func (p shownPage) Link(ref upgrade.Ref) string {
	if ref.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s/%s/%s/issues/%d", p.Site, ref.Owner, ref.Repo, ref.Number)
}

// Part is a part of the picture of an upgrade's progress, in tenths of a per cent.
type Part struct {
	Class    string
	At, Wide int
}

// Parts are those of the picture, from the left.
func (u Upgrade) Parts() []Part {
	const whole = 1000
	var parts []Part
	sum := 0
	for _, p := range []struct {
		class string
		n     int
	}{{"done", u.Done}, {"without", u.WithoutDoing}, {"open", u.Open}, {"unknown", u.Unknown}} {
		if p.n > 0 {
			at := sum * whole / u.All()
			sum += p.n
			parts = append(parts, Part{p.class, at, sum*whole/u.All() - at})
		}
	}
	return parts
}

// Counts are the numbers below the picture.
func (u Upgrade) Counts() string { return u.counts() }
