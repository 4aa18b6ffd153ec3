package emulator

import (
	"encoding/base64"
	"fmt"
	"time"
)

// tokenLife is how long an installation token works.
const tokenLife = time.Hour

// tokenForm is what installation tokens look like. GitHub has been changing
// from one form to the other, one app and request at a time, since April 2026.
type tokenForm string

const (
	tokensLong    tokenForm = "long"    // ghs_, the app's id, and a JWT that only GitHub reads
	tokensClassic tokenForm = "classic" // ghs_ and 36 characters
	tokensMixed   tokenForm = "mixed"   // one or the other, by the seed
)

// token is an installation token.
type token struct {
	text         string
	installation *installation
	expiresAt    time.Time
	permissions  map[string]string // nil when not narrower than the installation's
	repos        []*repository     // nil when not narrower than the installation's
}

// issueToken makes an installation token, as narrow as the limits of one that
// is not issued yet.
func (e *Emulator) issueToken(limits token) *token {
	made := &limits
	made.text = e.tokenText()
	made.expiresAt = e.options.AuthNow().Add(tokenLife).UTC().Truncate(time.Second)
	e.tokens[made.text] = made
	return made
}

func (e *Emulator) tokenText() string {
	form := e.app.tokens
	if form == tokensMixed {
		form = tokensLong
		if e.ids.of("token form").random.IntN(2) == 0 {
			form = tokensClassic
		}
	}
	if form == tokensClassic {
		return "ghs_" + e.ids.hex("token", 36)
	}
	part := func(n int) string {
		return base64.RawURLEncoding.EncodeToString([]byte(e.ids.hex("token", n)))
	}
	return fmt.Sprintf("ghs_%d_%s.%s.%s", e.app.id, part(40), part(160), part(64))
}

// forgetTokens ends all tokens of an installation.
func (e *Emulator) forgetTokens(in *installation) {
	for text, held := range e.tokens {
		if held.installation == in {
			delete(e.tokens, text)
		}
	}
}
