package emulator

import "time"

// How long what signs a person in works, by the clock of tokens (GitHub's pages
// "Generating a user access token for a GitHub App" and "Refreshing user access tokens").
const (
	signInCodeLife = 10 * time.Minute
	userTokenLife  = 8 * time.Hour
	refreshLife    = 184 * 24 * time.Hour
)

// signIns are the codes and tokens with which people let the app act for them.
type signIns struct {
	codes   map[string]*signInCode
	access  map[string]*userToken
	refresh map[string]*userToken
}

// signInCode is what the browser carries from GitHub to the app, to be used once.
type signInCode struct {
	user      *user
	back      string // the redirect_uri that was asked for; "" for none
	challenge string // of PKCE, by S256; "" for none
	expiresAt time.Time
}

// userToken lets the app act for a person, and be given a new one.
type userToken struct {
	user         *user
	text         string
	refresh      string
	expiresAt    time.Time
	refreshUntil time.Time
}

func newSignIns() signIns {
	return signIns{codes: map[string]*signInCode{}, access: map[string]*userToken{}, refresh: map[string]*userToken{}}
}

// forget ends a token and what would renew it.
func (s signIns) forget(held *userToken) {
	delete(s.access, held.text)
	delete(s.refresh, held.refresh)
}
