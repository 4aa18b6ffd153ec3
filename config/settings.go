// Package config reads the two kinds of settings: those of the server, from
// its environment (Load), and those of an organisation, from the text of its
// policy file (ParsePolicy). Either comes out complete and valid, or there is
// every reason why not.
package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Settings are the settings of the server, complete and valid.
//
//	variable                    key in the file             if not set
//	GITHUB_WEB_URL              github.web_url              https://github.com
//	GITHUB_V3_API_URL           github.v3_api_url           https://api.github.com
//	GITHUB_V4_API_URL           github.v4_api_url           https://api.github.com/graphql
//	GITHUB_APP_INTEGRATION_ID   github.app.integration_id   see Registration
//	GITHUB_APP_PRIVATE_KEY      github.app.private_key      see Registration
//	GITHUB_APP_WEBHOOK_SECRET   github.app.webhook_secret   see Registration
//	UPKEEP_ADDR                 addr                        :8080
//	UPKEEP_DATABASE_URL         database_url                sqlite://./upkeep.db
//	UPKEEP_MARKER_KEYS          marker_keys                 derived from the private key
//	UPKEEP_HALT                 halt                        false
//	UPKEEP_ONBOARDING           onboarding                  true
//	UPKEEP_CONFIG                                           no file
//
// UPKEEP_CONFIG is the path of a YAML file; a variable wins over it. An empty
// variable counts as not set. The names under github are go-githubapp's.
type Settings struct {
	// WebURL, V3URL and V4URL are where GitHub is, without a slash at the end.
	WebURL, V3URL, V4URL string
	AppID                int64
	// PrivateKey is an RSA key as PKCS#1 PEM, in whichever form it was given.
	PrivateKey    Secret
	WebhookSecret Secret
	// Addr is the address to listen on.
	Addr string
	// DatabaseURL is a URL that store.Open takes; it may hold a password.
	DatabaseURL Secret
	// MarkerKeys sign the markers in what the app writes; the first signs, all
	// verify. Derived from the private key when not set, by HKDF-SHA256: then a
	// new private key makes the markers written before it unreadable, so set
	// UPKEEP_MARKER_KEYS before a private key is replaced.
	MarkerKeys []Secret
	// MarkersDerived says that the only one is derived.
	MarkersDerived bool
	// Halt stops all writes to GitHub.
	Halt bool
	// Onboarding lets the app write one issue when it comes to an organisation without a policy.
	Onboarding bool
}

// The variables, by the names of the outside contract.
const (
	webURL        = "GITHUB_WEB_URL"
	v3URL         = "GITHUB_V3_API_URL"
	v4URL         = "GITHUB_V4_API_URL"
	appID         = "GITHUB_APP_INTEGRATION_ID"
	privateKey    = "GITHUB_APP_PRIVATE_KEY"
	webhookSecret = "GITHUB_APP_WEBHOOK_SECRET"
	addr          = "UPKEEP_ADDR"
	databaseURL   = "UPKEEP_DATABASE_URL"
	configFile    = "UPKEEP_CONFIG"
	markerKeys    = "UPKEEP_MARKER_KEYS"
	halt          = "UPKEEP_HALT"
	onboarding    = "UPKEEP_ONBOARDING"
)

// Load reads the settings. Getenv is os.Getenv or stands in for it. The error
// joins one error per problem; each names its variable, and none shows what
// was set. It is ErrNotRegistered alone when only the app is missing.
func Load(getenv func(string) string) (Settings, error) {
	l := &loader{values: make(map[string]string)}
	l.readFile(getenv(configFile))
	for _, name := range []string{
		webURL, v3URL, v4URL, appID, privateKey, webhookSecret, addr, databaseURL, markerKeys, halt, onboarding,
	} {
		if value := getenv(name); value != "" {
			l.values[name] = value
		}
	}
	var s Settings
	s.WebURL, s.V3URL, s.V4URL = l.urls()
	registered := l.registered()
	if registered {
		l.app(&s)
	} else {
		registered = l.keptApp(RegistrationFile(getenv), &s)
	}
	if !registered {
		l.markerKeys(Secret{}) // for what is wrong with them
	}
	s.Addr = l.addr()
	s.DatabaseURL = NewSecret(l.databaseURL())
	s.Halt = l.isOn(halt, false)
	s.Onboarding = l.isOn(onboarding, true)
	switch {
	case len(l.problems) > 0:
		return Settings{}, errors.Join(l.problems...)
	case !registered:
		return s, ErrNotRegistered
	}
	return s, nil
}

// DatabaseURL reads where the server's database is, for commands that talk to
// it without being the server: they need none of the app's secrets.
func DatabaseURL(getenv func(string) string) (Secret, error) {
	l := loadOnly(getenv, databaseURL)
	url := NewSecret(l.databaseURL())
	return url, errors.Join(l.problems...)
}

// Addr reads the address that the server listens on, for a command that asks
// how it is.
func Addr(getenv func(string) string) (string, error) {
	l := loadOnly(getenv, addr)
	address := l.addr()
	return address, errors.Join(l.problems...)
}

// loadOnly is a loader of some variables and the settings file.
func loadOnly(getenv func(string) string, variables ...string) *loader {
	l := &loader{values: make(map[string]string)}
	l.readFile(getenv(configFile))
	for _, variable := range variables {
		if value := getenv(variable); value != "" {
			l.values[variable] = value
		}
	}
	return l
}

// Host is the host that links to issues have, such as "github.com".
func (s Settings) Host() string {
	_, host, _ := strings.Cut(s.WebURL, "://")
	host, _, _ = strings.Cut(host, "/")
	return host
}

// loader collects what is set and what is wrong with it.
type loader struct {
	values   map[string]string
	problems []error
}

// wrong notes a problem with a variable. What says what is wrong, never the value.
func (l *loader) wrong(variable, what string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf("%s "+what, append([]any{variable}, args...)...))
}

// or is what a variable is set to, or else what holds without it.
func (l *loader) or(variable, otherwise string) string {
	if value := l.values[variable]; value != "" {
		return value
	}
	return otherwise
}

// appSettings are the variables that go with the app's registration.
var appSettings = []string{appID, privateKey, webhookSecret}

// registered reports whether anything tells of an app.
func (l *loader) registered() bool {
	return slices.ContainsFunc(appSettings, func(name string) bool { return l.values[name] != "" })
}

// app reads the settings that go with the app's registration.
func (l *loader) app(s *Settings) {
	for _, name := range appSettings {
		if l.values[name] == "" {
			l.wrong(name, "is not set")
		}
	}
	s.AppID = l.appID()
	s.WebhookSecret = NewSecret(l.webhookSecret())
	var derived Secret
	s.PrivateKey, derived = l.privateKey()
	s.MarkerKeys, s.MarkersDerived = l.markerKeys(derived), l.values[markerKeys] == ""
}
