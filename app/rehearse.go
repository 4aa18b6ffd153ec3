package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/rehearsal"
)

// Rehearse finds out what would be written with policies in place of those in
// force, by account in lower case, and writes nothing. It begins with what the
// server remembers. The policy of "" is that of the only account there is.
func (a *App) Rehearse(ctx context.Context, policies map[string]string, progress func(done, all int)) (rehearsal.Result, error) {
	known, err := a.client.App(ctx)
	if err != nil {
		return rehearsal.Result{}, fmt.Errorf("read the app: %w", err)
	}
	installations, err := a.client.Installations(ctx)
	if err != nil {
		return rehearsal.Result{}, fmt.Errorf("list the installations: %w", err)
	}
	if text, only := policies[""]; only {
		if len(installations) != 1 || len(policies) > 1 {
			return rehearsal.Result{}, fmt.Errorf("the app is in %d organisations: say whose policy it is with OWNER=FILE", len(installations))
		}
		policies = map[string]string{strings.ToLower(installations[0].Account): text}
	}
	o := a.options
	return rehearsal.Run(ctx, rehearsal.Options{
		GitHub: a.client, App: known, Marker: a.reconciler.Marker, Installations: installations, Policies: policies, Memory: o.Store,
		Host: o.Settings.Host(), Now: o.Now, After: o.After, Log: o.Log, Progress: progress,
	})
}
