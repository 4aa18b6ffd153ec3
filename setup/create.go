package setup

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/registration"
)

// returnPath is where GitHub leads back to with the code of a new app.
const returnPath = "/setup/created"

// offerData is the page that shows what GitHub is asked for.
type offerData struct {
	Path, Action, Manifest string
	Organisation, Hook     string
	Permissions            []registration.Permission
	Events                 []registration.Event
}

// offer shows what Upkeep asks for, with the form that goes to GitHub.
func (p *Pages) offer(*http.Request) screen {
	if p.state == "" {
		return screen{location: p.Path()}
	}
	manifest, err := registration.Manifest(p.place)
	github, parseErr := url.Parse(p.options.WebURL)
	if err = errors.Join(err, parseErr); err != nil {
		p.options.Log.Error().Err(err).Msg("setup")
		return says(http.StatusInternalServerError, notice{Title: "The manifest cannot be written", Text: "The server's log says why."})
	}
	return screen{template: "offer.html", leadsTo: github.Scheme + "://" + github.Host, data: offerData{
		Path: p.Path(), Manifest: manifest, Organisation: p.place.Organisation, Hook: p.place.Address + registration.HookPath,
		Action:      p.options.WebURL + "/organizations/" + url.PathEscape(p.place.Organisation) + "/settings/apps/new?" + url.Values{"state": {p.state}}.Encode(),
		Permissions: registration.Permissions(), Events: registration.Events(),
	}}
}

// code is what a code of GitHub can look like.
var code = regexp.MustCompile(`^[A-Za-z0-9_-]{1,200}$`)

// patience is how long GitHub may take to answer; the server's own answer has to
// be on its way within 40 s.
const patience = 25 * time.Second

// created is where GitHub leads back to. The address has no link in it: who it
// is tell the cookie, and the state that only this browser and GitHub know.
func (p *Pages) created(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	query := r.URL.Query()
	switch {
	case p.closed:
		p.write(w, r, screen{location: "/"})
	case !p.taken || !p.isOurs(r):
		p.refuse(w, r, "a code for another browser", http.StatusForbidden, notice{
			Title: "This is not the browser that began", Text: "Go on in the browser in which you opened the link that the server printed.",
		})
	case p.state == "" || !same(query.Get("state"), p.state):
		p.refuse(w, r, "a code with a wrong state", http.StatusForbidden, notice{
			Title: "This does not belong to what you began here",
			Text:  "Nothing was taken over. If GitHub has made an app for you just now, import it, or delete it and begin again.", Path: p.Path(), Link: "Begin again",
		})
	case !code.MatchString(query.Get("code")):
		p.refuse(w, r, "no code", http.StatusBadRequest, notice{
			Title: "GitHub sent no code", Text: "No app was made. Nothing has changed.", Path: p.Path(), Link: "Begin again",
		})
	default:
		p.write(w, r, p.convert(r, query.Get("code")))
	}
}

// convert turns the code into the app and keeps it. The state is used up, so
// that the same answer of GitHub counts once.
func (p *Pages) convert(r *http.Request, code string) screen {
	p.state = ""
	// A code works once: that the browser goes away must not waste it.
	ctx, stop := context.WithTimeout(context.WithoutCancel(r.Context()), patience)
	defer stop()
	given, app, err := p.options.GitHub.Convert(ctx, code)
	switch {
	case errors.Is(err, ErrRefused):
		p.options.Log.Warn().Err(err).Msg("setup: the code of the manifest")
		return says(http.StatusBadGateway, notice{
			Title: "GitHub does not take this code", Text: "It was used already, or is older than an hour. If the new app is in your organisation's settings, delete it there, or import it.",
			Path: p.Path(), Link: "Begin again",
		})
	case err != nil:
		p.options.Log.Error().Err(err).Msg("setup: the code of the manifest")
		return says(http.StatusBadGateway, notice{
			Title: "GitHub's answer did not arrive",
			Text:  "The app may be there, but its key got lost on the way. Look into your organisation's settings: delete the app and begin again, or make a new key for it there and import it.",
			Path:  p.Path(), Link: "Begin again",
		})
	}
	// What GitHub gives is held to the same rules as what the server will read.
	kept, wrong := config.ParseRegistration(strconv.FormatInt(given.AppID, 10), given.PrivateKey.Reveal(), given.WebhookSecret.Reveal())
	if wrong != (config.RegistrationProblems{}) {
		p.options.Log.Error().Interface("wrong", wrong).Msg("setup: what GitHub gave")
		return says(http.StatusBadGateway, notice{
			Title: "GitHub gave no whole app", Text: "The server's log says what is wrong with it. Delete the app in your organisation's settings, and begin again.",
			Path: p.Path(), Link: "Begin again",
		})
	}
	p.made = &made{app: app, registration: kept}
	return p.keep()
}
