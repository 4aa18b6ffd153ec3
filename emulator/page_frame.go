package emulator

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed pages
var pageFiles embed.FS

// pageTemplates are read when first needed, once for all of a process. Each file
// defines those of one page; the page's own is named as the file.
var pageTemplates = sync.OnceValues(func() (*template.Template, error) {
	helpers := template.FuncMap{
		"when": when, "day": day, "count": count,
		"sign": func(content string) string { return reactionSigns[content] },
		"pair": func(first, second any) pair { return pair{first, second} },
	}
	parsed, err := template.New("pages").Funcs(helpers).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the pages: %w", err)
	}
	return parsed, nil
})

// count is a number of things, by the word for one of them.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// pair is what a template is given that needs two things.
type pair struct{ First, Second any }

func when(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 UTC") }
func day(t time.Time) string  { return t.UTC().Format("2 Jan 2006") }

// framePages are what every page has: its style and icon, and the choice of who acts.
func framePages() []pageRoute {
	return []pageRoute{
		onPage("GET assets/style.css", asset("style.css", "text/css; charset=utf-8")),
		onPage("GET assets/icon.svg", asset("icon.svg", "image/svg+xml")),
		onPage("POST emulator/acting", actAs),
	}
}

func asset(name, fileType string) func(*visit) (screen, error) {
	return func(*visit) (screen, error) {
		text, err := pageFiles.ReadFile("pages/" + name)
		if err != nil {
			return screen{}, fmt.Errorf("read %s: %w", name, err)
		}
		return screen{file: text, fileType: fileType}, nil
	}
}

// frame is what the layout around every page shows.
type frame struct {
	Title  string
	Notice notice
	People []*person
	Acting string
	Here   string // this page, which the choice of who acts comes back to
	Body   template.HTML
	// AppPath is the page of the app; empty without one.
	AppPath string
}

// person is one choice of who acts.
type person struct {
	Login, Name string
	Acting      bool
}

// framed is a screen as a whole page.
func (e *Emulator) framed(r *http.Request, s screen) ([]byte, error) {
	templates, err := pageTemplates()
	if err != nil {
		return nil, err
	}
	var body, whole bytes.Buffer
	if err := templates.ExecuteTemplate(&body, s.template, s.data); err != nil {
		return nil, fmt.Errorf("show page %s: %w", s.template, err)
	}
	f := frame{Title: s.title, Notice: noticeOf(r), Here: r.URL.RequestURI(), Body: template.HTML(body.String())} //nolint:gosec // the inner template has escaped it
	if r.Method != http.MethodGet {
		f.Here = "/" // what a form leads to has no address
	}
	if e.app != nil {
		f.AppPath = "/apps/" + e.app.slug
	}
	acting := e.visitor(r).user
	for _, u := range e.people() {
		f.People = append(f.People, &person{Login: u.login, Name: u.name, Acting: u == acting})
	}
	if acting != nil {
		f.Acting = acting.login
	}
	if err := templates.ExecuteTemplate(&whole, "layout", f); err != nil {
		return nil, fmt.Errorf("show page %s: %w", s.template, err)
	}
	return whole.Bytes(), nil
}

// actingCookie names the cookie that holds who the visitor acts as.
const actingCookie = "emulator_acting"

// visitor is who a visitor has chosen to act as, at first the first owner.
func (e *Emulator) visitor(r *http.Request) actor {
	if chosen, err := r.Cookie(actingCookie); err == nil {
		if u := e.findUser(chosen.Value); u != nil && !u.bot {
			return actor{user: u}
		}
	}
	for _, o := range e.organizations() {
		for _, u := range slices.Concat(o.owners, o.members) {
			return actor{user: u}
		}
	}
	return actor{}
}

// organizations are all organisations, the first made first.
func (e *Emulator) organizations() []*organization {
	return slices.SortedFunc(maps.Values(e.orgs), func(a, b *organization) int { return cmp.Compare(a.id, b.id) })
}

// people are all persons by login; bots act by themselves.
func (e *Emulator) people() []*user {
	all := slices.SortedFunc(maps.Values(e.users), func(a, b *user) int { return strings.Compare(a.login, b.login) })
	return slices.DeleteFunc(all, func(u *user) bool { return u.bot })
}

// actAs remembers who the visitor wants to act as.
func actAs(v *visit) (screen, error) {
	u := v.findUser(v.posted("login"))
	if u == nil || u.bot {
		return screen{}, notFound()
	}
	return screen{
		location: ownPath(v.form.Get("back")), notice: notice{Text: "You act as " + u.login + " now."},
		cookie: pageCookie(actingCookie, u.login),
	}, nil
}

// ownPath is a path of this site; what leads elsewhere becomes the first page.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
