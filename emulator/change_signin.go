package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"maps"
)

// signInProblem is a refusal by its code in OAuth, answered with status 200.
type signInProblem string

const (
	badCode       signInProblem = "bad_verification_code"
	badClient     signInProblem = "incorrect_client_credentials"
	badRedirect   signInProblem = "redirect_uri_mismatch"
	badRefresh    signInProblem = "bad_refresh_token"
	badGrant      signInProblem = "unsupported_grant_type"
	accessDenied  signInProblem = "access_denied"
	unhashedProof signInProblem = "invalid_request"
)

// Error is the description that goes with the code.
func (p signInProblem) Error() string {
	return map[signInProblem]string{
		badCode:       "The code passed is incorrect or expired.",
		badClient:     "The client_id and/or client_secret passed are incorrect.",
		badRedirect:   "The redirect_uri MUST match the registered callback URL for this application.",
		badRefresh:    "The refresh token passed is incorrect or expired.",
		badGrant:      "The grant type must be authorization_code or refresh_token.",
		accessDenied:  "The user has denied your application access.",
		unhashedProof: "The code_challenge_method must be S256.",
	}[p]
}

// allowSignIn makes the code that a person's browser carries to the app.
func (e *Emulator) allowSignIn(c signInCode) string {
	now := e.options.AuthNow()
	maps.DeleteFunc(e.signIns.codes, func(_ string, old *signInCode) bool { return !old.expiresAt.After(now) })
	code := e.ids.hex("sign-in code", 20)
	c.expiresAt = now.Add(signInCodeLife)
	e.signIns.codes[code] = &c
	return code
}

// signIn gives the token for a code, which then works no more. A code that was
// asked for with a challenge wants its verifier.
func (e *Emulator) signIn(code, back, verifier string) (*userToken, error) {
	c := e.signIns.codes[code]
	delete(e.signIns.codes, code)
	switch {
	case c == nil || !c.expiresAt.After(e.options.AuthNow()):
		return nil, badCode
	case back != "" && c.back != "" && back != c.back:
		return nil, badRedirect
	case c.challenge != "" && subtle.ConstantTimeCompare([]byte(challengeOf(verifier)), []byte(c.challenge)) == 0:
		return nil, badCode
	}
	return e.issueUserToken(c.user), nil
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// renew gives a new token for a refresh token; the old ones work no more.
func (e *Emulator) renew(refresh string) (*userToken, error) {
	held := e.signIns.refresh[refresh]
	if held == nil || !held.refreshUntil.After(e.options.AuthNow()) {
		return nil, badRefresh
	}
	e.signIns.forget(held)
	return e.issueUserToken(held.user), nil
}

func (e *Emulator) issueUserToken(u *user) *userToken {
	now := e.options.AuthNow()
	made := &userToken{
		user: u, text: "ghu_" + e.ids.hex("user token", 36), refresh: "ghr_" + e.ids.hex("refresh token", 76),
		expiresAt: now.Add(userTokenLife), refreshUntil: now.Add(refreshLife),
	}
	e.signIns.access[made.text], e.signIns.refresh[made.refresh] = made, made
	return made
}

// revokeAuthorization ends all that the app holds for the person. The app hears
// of it, whatever it subscribes to.
func (t *tx) revokeAuthorization() error {
	if t.app == nil {
		return notFound()
	}
	for _, held := range t.signIns.refresh {
		if held.user == t.user {
			t.signIns.forget(held)
		}
	}
	for code, c := range t.signIns.codes {
		if c.user == t.user {
			delete(t.signIns.codes, code)
		}
	}
	t.emitApp("github_app_authorization", "revoked")
	return nil
}
