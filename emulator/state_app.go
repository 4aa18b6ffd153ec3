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
	owner       *organization
	bot         *user
	hookID      int64
	key         *rsa.PrivateKey // nil when only the public half is known
	publicKey   *rsa.PublicKey  // nil until a key is set or asked for
	permissions map[string]string
	events      []string
	createdAt   time.Time
}

// installation is the app in one organisation.
type installation struct {
	id          int64
	org         *organization
	createdAt   time.Time
	updatedAt   time.Time
	suspendedAt time.Time // zero while it works
	suspendedBy *user
	// selected is nil when all repositories are included.
	selected []*repository
}

// includes reports whether the installation was given the repository.
func (in *installation) includes(r *repository) bool {
	return r.owner == in.org && (in.selected == nil || contains(in.selected, r))
}

func (in *installation) suspended() bool { return !in.suspendedAt.IsZero() }

// token is an installation token.
type token struct {
	text         string
	installation *installation
	expiresAt    time.Time
}
