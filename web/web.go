// Package web serves the app's own pages, for people with a browser: what
// Upkeep is, and the reference of the commands. It shows nothing of any
// organisation and changes nothing. The app adds the pages to its routes.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"time"

	"github.com/upkeep-app/upkeep/command"
)

//go:embed pages
var files embed.FS

// Register adds the pages of a whole server to its routes. The page of commands
// tells of those given, in their order.
func Register(mux *http.ServeMux, commands []command.Spec) {
	for pattern, name := range map[string]string{"GET /{$}": "home.html", "GET /setup/": "closed.html"} {
		page := parse(name)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { show(w, r, page, nil) })
	}
	RegisterCommands(mux, commands)
}

// RegisterCommands adds only the page of commands, and what every page loads.
func RegisterCommands(mux *http.ServeMux, commands []command.Spec) {
	page, reference := parse("commands.html"), newReference(commands)
	mux.HandleFunc("GET /commands", func(w http.ResponseWriter, r *http.Request) {
		show(w, r, page, reference.find(r.URL.Query().Get("q")))
	})
	for name, contentType := range map[string]string{
		"style.css": "text/css; charset=utf-8", "search.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		mux.HandleFunc("GET /assets/"+name, func(w http.ResponseWriter, r *http.Request) {
			text, err := files.ReadFile("pages/" + name)
			if err != nil {
				http.Error(w, "This file cannot be read.", http.StatusInternalServerError)
				return
			}
			serve(w, r, contentType, text)
		})
	}
}

// parse reads a page that is part of the program.
func parse(name string) *template.Template { return Framed(files, name) }

// Framed reads a page from the folder pages of files that are part of the
// program, to be shown in the frame that all pages have.
func Framed(pages fs.FS, name string) *template.Template {
	frame := template.Must(template.ParseFS(files, "pages/layout.html"))
	return template.Must(frame.ParseFS(pages, "pages/"+name))
}

// show answers with a page.
func show(w http.ResponseWriter, r *http.Request, page *template.Template, data any) {
	var text bytes.Buffer
	if err := page.Execute(&text, data); err != nil {
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	serve(w, r, "text/html; charset=utf-8", text.Bytes())
}

// serve answers with a text that the browser may keep, but has to ask about
// before it shows it again: a new version of the app may tell something else.
func serve(w http.ResponseWriter, r *http.Request, contentType string, text []byte) {
	sum := sha256.Sum256(text)
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", contentType)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
}
