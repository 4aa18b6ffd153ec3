package rehearsal

import (
	"context"
	"errors"
	"strings"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// audience is GitHub as the rehearsed app sees it: installed where it is said to
// be, and with the policies that are rehearsed.
type audience struct {
	GitHub
	app           ghclient.App
	installations []ghclient.Installation
	policies      map[string]string
}

// App is part of reconcile.GitHub.
func (a audience) App(context.Context) (ghclient.App, error) { return a.app, nil }

// Installations is part of reconcile.GitHub.
func (a audience) Installations(context.Context) ([]ghclient.Installation, error) {
	return a.installations, nil
}

// Policy is part of reconcile.GitHub.
func (a audience) Policy(ctx context.Context, installation int64, owner, repo, path string) (ghclient.File, error) {
	if repo == upgrade.PolicyRepository && path == upgrade.PolicyFile {
		if text, rehearsed := a.policies[strings.ToLower(owner)]; rehearsed {
			return ghclient.File{Text: text}, nil
		}
	}
	return a.GitHub.Policy(ctx, installation, owner, repo, path)
}

// errNoDeliveries keeps a rehearsal from what concerns deliveries: none is missed.
var errNoDeliveries = errors.New("a rehearsal has no deliveries")

// Deliveries is part of reconcile.GitHub.
func (a audience) Deliveries(context.Context, string) ([]ghclient.HookDelivery, string, error) {
	return nil, "", errNoDeliveries
}

// Redeliver is part of reconcile.GitHub.
func (a audience) Redeliver(context.Context, int64) error { return errNoDeliveries }
