// Package setup serves the pages of a server that has no GitHub App yet. They
// make one by GitHub's manifests, or take over one that is there, and keep its
// key and secret in a file. Whoever has the link that the server prints may use
// them, in the first browser that sends something with it; they close when the
// app is kept. Package app builds them, and goes on as a full server after.
//
// The pages need no script. What is typed is bounded, a form of another site is
// refused, and no page or log line shows a key, a secret, or the link.
package setup

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/registration"
)

// GitHub is what the pages ask GitHub for.
type GitHub interface {
	// Convert turns the code of a manifest into the app. ErrRefused when the code
	// was used already or is too old; after any other error the app may be there
	// or not. A code works once.
	Convert(ctx context.Context, code string) (config.Registration, registration.App, error)
	// App reads how an app is registered; ErrRefused when id or key are not right.
	App(ctx context.Context, r config.Registration) (registration.App, error)
}

// ErrRefused is GitHub's no to a code, or to an app's id and key.
var ErrRefused = errors.New("refused by GitHub")

// Options are what the pages need.
type Options struct {
	GitHub GitHub
	// WebURL is GitHub's site, without a slash at the end.
	WebURL string
	// File is the path of the file that the registration is kept in.
	File string
	// Random is a source of secure random bytes.
	Random io.Reader
	Log    zerolog.Logger
}

// Pages are the setup pages of one process. They are safe for concurrent use.
type Pages struct {
	options Options
	link    string // the secret part of the link
	browser string // the secret in the cookie of the browser that has the pages to itself
	done    chan struct{}

	// mu is held during every request that has the right link, those to GitHub
	// included: there is one person to serve, and nothing may happen twice.
	mu sync.Mutex
	// taken is set when a browser has the pages to itself.
	taken bool
	place registration.Place
	// state is what GitHub has to send back with a code; empty when none is awaited.
	state string
	// made is an app that could not be kept yet.
	made   *made
	closed bool
}

// made is an app that GitHub has.
type made struct {
	app          registration.App
	registration config.Registration
	why          string // it could not be kept
}

// New makes the pages with a link of their own. The error is fs.ErrExist when
// the file is there, or says why it could not be written.
func New(o Options) (*Pages, error) {
	if err := config.CanKeep(o.File); err != nil {
		return nil, err
	}
	p := &Pages{options: o, done: make(chan struct{})}
	for _, secret := range []*string{&p.link, &p.browser} {
		var err error
		if *secret, err = p.secret(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// secret is a text that nobody can guess, for addresses and cookies.
func (p *Pages) secret() (string, error) {
	random := make([]byte, 32)
	if _, err := io.ReadFull(p.options.Random, random); err != nil {
		return "", fmt.Errorf("make a secret for the setup pages: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(random), nil
}

// Path is the path of the link. It is a secret: whoever has it first decides
// which app the server is.
func (p *Pages) Path() string { return "/setup/" + p.link }

// Done is closed when an app is kept.
func (p *Pages) Done() <-chan struct{} { return p.done }

// Register adds the pages to the routes of a server, with a front page that
// says what is missing.
func (p *Pages) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.front)
	mux.HandleFunc("GET /setup/{link}", p.guarded(p.begin))
	mux.HandleFunc("POST /setup/{link}", p.guarded(p.answer))
	mux.HandleFunc("GET /setup/{link}/create", p.guarded(p.offer))
	mux.HandleFunc("GET "+returnPath, p.created)
	mux.HandleFunc("GET /setup/{link}/import", p.guarded(p.importForm))
	mux.HandleFunc("POST /setup/{link}/import", p.guarded(p.importApp))
	mux.HandleFunc("POST /setup/{link}/keep", p.guarded(p.keepAgain))
}

// front is the front page of a server without an app.
func (p *Pages) front(w http.ResponseWriter, r *http.Request) {
	p.write(w, r, says(http.StatusOK, notice{
		Title: "Upkeep is not set up yet", Text: "Whoever started this server finds a link in its output, which leads through the rest.",
	}))
}
