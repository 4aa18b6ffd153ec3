package setup

import (
	"errors"
	"io/fs"
	"net/http"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/registration"
)

// doneData is the last page.
type doneData struct {
	App         registration.App
	File        string
	Install     string
	Permissions []registration.Permission // that the app was registered without
	Events      []registration.Event
}

// keepAgain tries once more to keep an app that GitHub has made already.
func (p *Pages) keepAgain(*http.Request) screen {
	if p.made == nil {
		return screen{location: p.Path()}
	}
	return p.keep()
}

// unkept says what to do about an app that could not be kept. It stays in
// memory, because GitHub tells its key only once.
func (p *Pages) unkept() screen {
	return says(http.StatusInternalServerError, notice{
		Title: "The app is not kept yet",
		Text: "“" + p.made.app.Name + "” is registered on GitHub, but " + p.options.File + " could not be written. " + p.made.why +
			" Leave the server running meanwhile: only it has the key.",
		Path: p.Path() + "/keep", Button: "Try again",
	})
}

// keep writes the app's registration and closes the pages.
func (p *Pages) keep() screen {
	if err := config.Keep(p.options.File, p.made.registration); err != nil {
		p.options.Log.Error().Err(err).Msg("setup: keep the app")
		p.made.why = "Its log says why."
		if errors.Is(err, fs.ErrExist) {
			p.made.why = "There is such a file already, and Upkeep overwrites no key: move it away."
		}
		return p.unkept()
	}
	app := p.made.app
	p.options.Log.Info().Int64("app", app.ID).Str("file", p.options.File).Msg("setup: the app is kept")
	p.made, p.closed = nil, true
	close(p.done)
	d := doneData{App: app, File: p.options.File, Install: app.InstallPage()}
	d.Permissions, d.Events = app.Lacks()
	return screen{template: "done.html", data: d}
}
