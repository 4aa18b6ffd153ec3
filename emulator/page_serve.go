package emulator

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
)

// maxForm bounds a posted form; the longest texts are a quarter of a megabyte.
const maxForm = 2 << 20

// servePage shows a page or does what a form says, and then leads to a page.
func (e *Emulator) servePage(w http.ResponseWriter, r *http.Request) {
	s, text, err := e.visitAlone(r, readForm(w, r))
	if err != nil {
		e.options.Log.Error().Err(err).Str("path", r.URL.Path).Msg("show a page")
		http.Error(w, "This page cannot be shown: "+err.Error(), http.StatusInternalServerError)
		return
	}
	secure(w.Header(), s)
	w.Header().Set("Date", e.options.AuthNow().UTC().Format(http.TimeFormat))
	s.write(w, r, text)
}

// visitAlone is visited with the mutex held, and the whole page.
func (e *Emulator) visitAlone(r *http.Request, refused error) (screen, []byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.visited(r, refused)
	if err != nil || s.location != "" || s.file != nil {
		return s, nil, err
	}
	text, err := e.framed(r, s)
	return s, text, err
}

// readForm reads the posted form. A form on a page of another site is refused,
// so that none can act here in a visitor's name; but for manifests of apps,
// which only lead to a page that asks the person.
func readForm(w http.ResponseWriter, r *http.Request) error {
	own := http.NewCrossOriginProtection()
	own.AddInsecureBypassPattern("POST /settings/apps/new")
	own.AddInsecureBypassPattern("POST /organizations/{org}/settings/apps/new")
	if err := own.Check(r); err != nil {
		return forbidden("This form was on a page of another site.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseMultipartForm(maxForm) //nolint:gosec // bounded by the line above
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return &problem{status: http.StatusRequestEntityTooLarge, message: "The form cannot be read, or is too long."}
	}
	return nil
}

// visited finds the page and what it shows. A refusal is shown as a page too.
func (e *Emulator) visited(r *http.Request, refused error) (screen, error) {
	rt, params, found := e.pageRoute(r)
	var s screen
	err := refused
	switch {
	case err == nil && !found:
		err = notFound()
	case err == nil:
		s, err = rt.show(&visit{Emulator: e, actor: e.visitor(r), http: r, params: params, form: r.PostForm})
	}
	if elsewhere, ok := errors.AsType[*moved](err); ok {
		return screen{location: elsewhere.path, status: http.StatusMovedPermanently}, nil
	}
	p, ok := errors.AsType[*problem](err)
	if !ok {
		return s, err
	}
	return screen{status: p.status, template: "problem", title: cmp.Or(http.StatusText(p.status), "Refused"), data: p.reason()}, nil
}

// secure sets what keeps a page from running or loading anything of others.
func secure(h http.Header, s screen) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' "+s.leadsTo+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func (s screen) write(w http.ResponseWriter, r *http.Request, text []byte) {
	if s.notice.Text != "" {
		http.SetCookie(w, s.notice.cookie())
	}
	if s.cookie != nil {
		http.SetCookie(w, s.cookie)
	}
	switch {
	case s.location != "":
		http.Redirect(w, r, s.location, cmp.Or(s.status, http.StatusSeeOther))
		return
	case s.file != nil:
		w.Header().Set("Content-Type", s.fileType)
		text = s.file
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.SetCookie(w, noticeSeen())
	}
	w.WriteHeader(cmp.Or(s.status, http.StatusOK))
	_, _ = bytes.NewReader(text).WriteTo(w)
}
