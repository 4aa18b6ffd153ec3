package setup

import (
	"bytes"
	"embed"
	"net/http"

	"github.com/upkeep-app/upkeep/web"
)

//go:embed pages
var files embed.FS

// screen is what a request is answered with: a page, or a location to go to.
type screen struct {
	status   int // 200 when 0
	template string
	data     any
	location string
	// leadsTo is another site that a form of the page goes to.
	leadsTo string
}

// notice is a page that says one thing.
type notice struct {
	Title, Text string
	// Path is where Link leads, or where the button Button posts to.
	Path, Link, Button string
}

func says(status int, n notice) screen {
	return screen{status: status, template: "notice.html", data: n}
}

// write answers with a page or a location. Nothing of it may be kept.
func (p *Pages) write(w http.ResponseWriter, r *http.Request, s screen) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if s.location != "" {
		http.Redirect(w, r, s.location, http.StatusSeeOther)
		return
	}
	var text bytes.Buffer
	// There are too few visits to remember the parsed pages.
	if err := web.Framed(files, s.template).Execute(&text, s.data); err != nil {
		p.options.Log.Error().Err(err).Msg("show a setup page")
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' "+s.leadsTo+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	// Other sites learn where a person comes from, not the link. Without even
	// that, browsers send forms as from nowhere, which GitHub may refuse, and
	// from which one cannot tell where to lead back to.
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Content-Type", "text/html; charset=utf-8")
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	_, _ = text.WriteTo(w)
}
