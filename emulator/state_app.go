package emulator

import (
	"crypto/rsa"
	"time"
)

// app is the GitHub App. An Emulator has one, which each organisation may install.
type app struct {
	id          int64
	nodeID      string
	clientID    string
	slug        string
	name        string
	description string
	homepage    string        // the external URL
	owner       *organization // nil when a person owns it
	person      *user         // who owns it when no organisation does
	bot         *user
	hookID      int64
	key         *rsa.PrivateKey   // nil when only the public half is known
	publicKey   *rsa.PublicKey    // nil until a key is set or asked for
	permissions map[string]string // what it asks for; an installation has what its owner accepted
	events      []string
	tokens      tokenForm
	// hookForm sends webhooks as forms, hookInsecure without a look at the
	// receiver's certificate: that is kept and told, but makes no difference here.
	hookForm, hookInsecure bool
	// clientSecret and callbacks are for signing people in.
	clientSecret string
	callbacks    []string
	// setupURL is where the browser goes after an installation, if anywhere;
	// oauthOnInstall has it sign the person in instead.
	setupURL       string
	oauthOnInstall bool
	createdAt      time.Time
	updatedAt      time.Time
}

func (a *app) ownerID() int64 {
	if a.owner != nil {
		return a.owner.id
	}
	return a.person.id
}

// ownedBy reports whether a person may change the app's settings.
func (a *app) ownedBy(u *user) bool {
	if a.owner != nil {
		return a.owner.hasOwner(u)
	}
	return a.person == u
}

// installation is the app in one organisation.
type installation struct {
	id          int64
	org         *organization
	createdAt   time.Time
	updatedAt   time.Time
	suspendedAt time.Time // zero while it works
	suspendedBy *user
	permissions map[string]string
	events      []string
	// selected is nil when all repositories are included.
	selected []*repository
}

// includes reports whether the installation was given the repository.
func (in *installation) includes(r *repository) bool {
	return r.owner == in.org && (in.selected == nil || contains(in.selected, r))
}

func (in *installation) suspended() bool { return !in.suspendedAt.IsZero() }

// hears reports whether the installation subscribes to an event and holds a
// permission that the event needs.
func (in *installation) hears(event string) bool {
	if event == "check_run" && in.permissions["checks"] == levelWrite {
		return true // GitHub subscribes such apps by itself; its page "Webhook events and payloads"
	}
	if !contains(in.events, event) {
		return false
	}
	needed, known := eventPermissions[event]
	for _, name := range needed {
		if in.permissions[name] != "" {
			return true
		}
	}
	return !known
}

// selection is how GitHub says which repositories are included.
func (in *installation) selection() string {
	if in.selected != nil {
		return "selected"
	}
	return "all"
}
