package setup

import (
	"context"
	"errors"
	"net/http"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/registration"
)

// importData is the page that takes over an app that is there. What was typed
// as key and secret is never shown again.
type importData struct {
	Path, Settings, HookPath string
	AppID                    string
	Wrong                    config.RegistrationProblems
	// Mistaken is set when something is wrong.
	Mistaken bool
	// Unreached is set when GitHub could not be asked.
	Unreached bool
}

func (p *Pages) importData(id string) importData {
	settings := p.options.WebURL + "/settings/organizations"
	if p.place.Organisation != "" {
		settings = p.options.WebURL + "/organizations/" + p.place.Organisation + "/settings/apps"
	}
	return importData{Path: p.Path(), Settings: settings, HookPath: registration.HookPath, AppID: id}
}

// importForm asks for id, key and secret.
func (p *Pages) importForm(*http.Request) screen {
	return screen{template: "import.html", data: p.importData("")}
}

// importApp takes over an app after GitHub has said that id and key are right.
// The webhook secret cannot be asked for; deliveries show whether it is right.
func (p *Pages) importApp(r *http.Request) screen {
	d := p.importData(bounded(r.PostForm.Get("id")))
	var given config.Registration
	given, d.Wrong = config.ParseRegistration(d.AppID, r.PostForm.Get("key"), r.PostForm.Get("secret"))
	if d.Wrong != (config.RegistrationProblems{}) {
		d.Mistaken = true
		return screen{status: http.StatusUnprocessableEntity, template: "import.html", data: d}
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	app, err := p.options.GitHub.App(ctx, given)
	switch {
	case errors.Is(err, ErrRefused):
		d.Mistaken, d.Wrong.AppID = true, "is not that of an app with this private key, says GitHub"
		return screen{status: http.StatusUnprocessableEntity, template: "import.html", data: d}
	case err != nil:
		p.options.Log.Warn().Err(err).Msg("setup: ask GitHub about an app")
		d.Unreached = true
		return screen{status: http.StatusBadGateway, template: "import.html", data: d}
	}
	p.made = &made{app: app, registration: given}
	return p.keep()
}
