package setup

import (
	"crypto/subtle"
	"net/http"
	"net/url"
)

// maxForm is more than the longest form, which has a private key, in bytes.
const maxForm = 64 << 10

// cookieName is the cookie of the browser that has the pages to itself.
const cookieName = "upkeep_setup"

// guarded lets in who has the link, from one browser only.
func (p *Pages) guarded(show func(*http.Request) screen) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !same(r.PathValue("link"), p.link) {
			p.refuse(w, r, "the link is wrong", http.StatusNotFound, notice{
				Title: "This is not the link", Text: "The link to set Upkeep up is in the output of the server. It is a new one each time the server starts.",
			})
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.isOurs(r) {
			p.refuse(w, r, "another browser has the setup pages", http.StatusForbidden, notice{
				Title: "The link was used already", Text: "It works in the browser that used it first. If that was not yours, start the server again: it prints a new link.",
			})
			return
		}
		switch {
		case p.closed:
			p.write(w, r, says(http.StatusGone, notice{Title: "Upkeep is set up", Text: "Its setup pages are closed."}))
		case r.Method == http.MethodPost && !p.take(w, r):
		case p.made != nil && r.Method == http.MethodGet:
			p.write(w, r, p.unkept())
		default:
			p.write(w, r, show(r))
		}
	}
}

// same compares in a time that tells nothing.
func same(given, secret string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(secret)) == 1
}

// isOurs reports whether a request is from the browser that has the pages to
// itself, or none has.
func (p *Pages) isOurs(r *http.Request) bool {
	if !p.taken {
		return true
	}
	cookie, err := r.Cookie(cookieName)
	return err == nil && same(cookie.Value, p.browser)
}

// take reads the posted form, and from the first one on gives the pages to the
// browser that sent it. Only looking does not take them: programs that look at
// links ahead of people would.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) bool {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		p.refuse(w, r, "a form of another site", http.StatusForbidden, notice{
			Title: "This form was on another site", Text: "Open the link that the server printed, and go on from there.",
		})
		return false
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		p.refuse(w, r, "the form cannot be read", http.StatusRequestEntityTooLarge, notice{
			Title: "That was too long", Text: "What was sent cannot be read, or is longer than any key.", Path: p.Path(), Link: "Begin again",
		})
		return false
	}
	if p.taken {
		return true
	}
	p.taken = true
	// Lax, because GitHub leads back here from its own site.
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever the browser came by HTTPS; by a tunnel it does not
		Name: cookieName, Value: p.browser, Path: "/setup", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: originOf(r).Scheme == "https",
	})
	return true
}

// originOf is where the browser believes to be, as it says with a form; zero if it does not.
func originOf(r *http.Request) url.URL {
	u, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return url.URL{}
	}
	return url.URL{Scheme: u.Scheme, Host: u.Host}
}

// refuse shows why a request is not followed.
func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, why string, status int, n notice) {
	p.options.Log.Warn().Int("status", status).Str("reason", why).Msg("setup page refused")
	p.write(w, r, says(status, n))
}
