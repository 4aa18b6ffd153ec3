package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// rehearser rehearses policies that are not in force while the server runs.
type rehearser struct {
	client *ghclient.Client
	store  *store.Store
	marker reconcile.Marker
	host   string
	now    func() time.Time
}

// rehearse is reconcile.Options.Rehearse. Other organisations have no policy in
// it: what theirs would write is not what this one changes.
func (r rehearser) rehearse(ctx context.Context, installation int64, policy string) (upgrade.Rehearsal, error) {
	app, err := r.client.App(ctx)
	if err != nil {
		return upgrade.Rehearsal{}, fmt.Errorf("read the app for a rehearsal: %w", err)
	}
	there, err := r.client.Installations(ctx)
	if err != nil {
		return upgrade.Rehearsal{}, fmt.Errorf("list the installations for a rehearsal: %w", err)
	}
	policies := map[string]string{}
	for _, i := range there {
		text := ""
		if i.ID == installation {
			text = policy
		}
		policies[strings.ToLower(i.Account)] = text
	}
	result, err := rehearsal.Run(ctx, rehearsal.Options{
		GitHub: r.client, App: app, Marker: r.marker, Installations: there, Policies: policies, Memory: r.store,
		Host: r.host, Now: r.now, Log: zerolog.Nop(),
	})
	if err != nil {
		return upgrade.Rehearsal{}, err
	}
	found := upgrade.Rehearsal{Failed: len(result.Failed), Unfinished: result.Unfinished}
	for _, p := range result.Writes {
		for _, change := range p.Changes {
			found.Wanted = append(found.Wanted, upgrade.Wanted{Upgrade: p.Upgrade, Kind: upgrade.WriteKind(p.Kind), Change: change})
		}
	}
	return found, nil
}
