package emulator

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// pageRoute is one page for people, or what one of its forms does.
type pageRoute struct {
	route
	show func(*visit) (screen, error)
}

// visit is a person's request for a page, with the mutex held. The person is
// who the visitor has chosen to act as; there is none in an empty GitHub.
type visit struct {
	*Emulator
	actor
	http   *http.Request
	params map[string]string
	form   url.Values // what was posted
}

// screen is what a visit leads to: a page, a redirect when location is set, or a file.
type screen struct {
	status   int // 200 when it is 0
	title    string
	template string // a template of the folder pages, given data
	data     any
	location string
	notice   notice       // shown on the page that the redirect leads to
	cookie   *http.Cookie // to set, besides
	file     []byte
	fileType string
	// leadsTo is another origin that the page's forms may redirect to.
	leadsTo string
}

// pageRoutes lists every page. The first that fits serves, so literal segments
// stand before parameters.
func pageRoutes() []pageRoute {
	return slices.Concat(
		framePages(),
		homePages(),
		deliveryPages(),
		chaosPages(),
		dumpPages(),
		oauthPages(),
		manifestPages(),
		appPages(),
		installationPages(),
		boardPages(),
		boardForms(),
		pullPages(),
		issueForms(),
		repositoryPages(),
		issuePages(),
		organizationPages(),
	)
}

// onPage is a page or form: "GET {org}/{repo}" and what shows it.
func onPage(description string, show func(*visit) (screen, error)) pageRoute {
	method, path, _ := strings.Cut(description, " ")
	return pageRoute{route: route{method: method, pattern: segments(path)}, show: show}
}

// segments are the parts of a path; the first page has none.
func segments(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
}

// wantsPage tells a person's browser from a client of the APIs, which share
// addresses: by what it accepts, and by a form it posts to a page.
func (e *Emulator) wantsPage(r *http.Request) bool {
	path := r.URL.Path
	switch {
	case path == "/graphql" || strings.HasPrefix(path, "/api/"):
		return false
	case strings.HasPrefix(path, "/login/") || strings.HasPrefix(path, "/assets/") || path == dumpPath:
		return true
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		return true
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		return false
	}
	_, _, found := e.pageRoute(r)
	return found
}

// pageRoute finds the page for a request, and the parameters of its path.
func (e *Emulator) pageRoute(r *http.Request) (pageRoute, map[string]string, bool) {
	path := segments(r.URL.EscapedPath())
	for n := range path {
		if plain, err := url.PathUnescape(path[n]); err == nil {
			path[n] = plain
		}
	}
	for _, rt := range e.pages {
		if params, ok := rt.match(r.Method, path); ok {
			return rt, params, true
		}
	}
	return pageRoute{}, nil, false
}

// shows is a screen made of a template and its data.
func shows(template, title string, data any) (screen, error) {
	return screen{template: template, title: title, data: data}, nil
}

// after is where a form leads: back to a page, which says what was done, or why not.
// What the person cannot see stays not found.
func after(location, done string, err error) (screen, error) {
	said := notice{Text: done}
	if err != nil {
		p := asProblem(err)
		if p.status == http.StatusNotFound || p.status == http.StatusInternalServerError {
			return screen{}, err
		}
		said = notice{Text: "Not done: " + p.reason(), Refused: true}
	}
	return screen{location: location, notice: said}, nil
}

// do runs a change as the person who acts.
func (v *visit) do(f func(*tx) error) error { return v.change(v.actor, f) }

// posted is a field of the posted form, without white space around it.
func (v *visit) posted(name string) string { return strings.TrimSpace(v.form.Get(name)) }
