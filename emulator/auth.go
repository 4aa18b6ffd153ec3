package emulator

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// jwtLife is the longest an app's JWT may work.
const (
	jwtLife   = 10 * time.Minute
	jwtLeeway = time.Minute
)

// messageSuspended is how GitHub refuses a suspended installation.
const messageSuspended = "This installation has been suspended"

func unauthorized(message string) *problem {
	return &problem{status: http.StatusUnauthorized, kind: "UNAUTHENTICATED", message: message}
}

// authenticate finds out who a request is from: an installation by its token, a
// person through the app by a user token, a person by the token "user:<login>" or
// by one of their own, nobody without one. The mutex must be
// held. Its error is a *problem.
func (e *Emulator) authenticate(r *http.Request) (actor, error) {
	text := credentials(r)
	if text == "" {
		return actor{}, nil
	}
	if login, ok := strings.CutPrefix(text, "user:"); ok {
		if u := e.findUser(login); u != nil && !u.bot {
			return actor{user: u}, nil
		}
		return actor{}, unauthorized("Bad credentials")
	}
	if held := e.personalTokens[text]; held != nil {
		return actor{user: held.user, personal: held}, nil
	}
	if held := e.signIns.access[text]; held != nil && held.expiresAt.After(e.options.AuthNow()) {
		return actor{user: held.user, via: e.app}, nil
	}
	if held := e.tokens[text]; held != nil && held.expiresAt.After(e.options.AuthNow()) {
		if held.installation.suspended() {
			return actor{}, forbidden(messageSuspended)
		}
		return actor{user: e.app.bot, installation: held.installation, via: e.app, token: held}, nil
	}
	return actor{}, unauthorized("Bad credentials")
}

// credentials is the token of a request, from a Bearer, token or Basic header.
func credentials(r *http.Request) string {
	kind, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(kind) {
	case "bearer", "token":
		return strings.TrimSpace(text)
	case "basic":
		_, password, _ := r.BasicAuth()
		return password
	default:
		return ""
	}
}

// authenticateApp checks that a request carries a JWT that the app signed.
func (e *Emulator) authenticateApp(r *http.Request) error {
	key, err := e.publicKey()
	if err != nil {
		return err
	}
	claims := jwt.RegisteredClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())
	if _, err := parser.ParseWithClaims(credentials(r), &claims, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return unauthorized("A JSON web token could not be decoded")
	}
	now := e.options.AuthNow()
	switch {
	case claims.Issuer != decimal(e.app.id) && claims.Issuer != e.app.clientID:
		return notFoundIntegration()
	case claims.IssuedAt == nil || claims.IssuedAt.After(now.Add(jwtLeeway)):
		return unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case claims.ExpiresAt == nil || !claims.ExpiresAt.After(now):
		return unauthorized("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case claims.ExpiresAt.After(now.Add(jwtLife + jwtLeeway)):
		return unauthorized("'Expiration time' claim ('exp') is too far in the future")
	}
	return nil
}

func notFoundIntegration() *problem {
	return &problem{status: http.StatusNotFound, kind: "NOT_FOUND", message: "Integration not found"}
}

// AppKey is the app's private key in PEM, made when first asked for if none was given.
func (e *Emulator) AppKey() ([]byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.privateKey()
}

// AppClient is the app's client id and secret, for signing people in.
func (e *Emulator) AppClient() (id, secret string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.app == nil {
		return "", ""
	}
	return e.app.clientID, e.app.clientSecret
}

// privateKey is AppKey with the mutex held.
func (e *Emulator) privateKey() ([]byte, error) {
	if _, err := e.publicKey(); err != nil {
		return nil, err
	}
	if e.app.key == nil {
		return nil, fmt.Errorf("give the app's private key: only the public one is known")
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(e.app.key)}), nil
}

// publicKey is the key that app JWTs are checked with.
func (e *Emulator) publicKey() (*rsa.PublicKey, error) {
	if e.app == nil {
		return nil, notFoundIntegration()
	}
	if e.app.publicKey == nil {
		key, err := rsa.GenerateKey(nil, 2048) // the library takes a secure source of its own
		if err != nil {
			return nil, fmt.Errorf("make the app's key: %w", err)
		}
		e.app.key, e.app.publicKey = key, &key.PublicKey
	}
	return e.app.publicKey, nil
}

// setKey takes the app's private or public key in PEM.
func (a *app) setKey(text []byte) error {
	if private, err := jwt.ParseRSAPrivateKeyFromPEM(text); err == nil {
		a.key, a.publicKey = private, &private.PublicKey
		return nil
	}
	public, err := jwt.ParseRSAPublicKeyFromPEM(text)
	if err != nil {
		return fmt.Errorf("read the app's key: %w", err)
	}
	a.publicKey = public
	return nil
}
