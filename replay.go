package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func replayCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "replay (KEY | DELIVERY | --all)", Short: "Have the server try again what it has given up on",
		Long: `Replay has the server look at a key again, or read a parked webhook delivery again;
with --all everything that "upkeep parked" lists. It is safe at any time, also while
the server is running, and as often as you like: a look too many changes nothing.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if all == (len(args) == 1) || len(args) > 1 {
				return usageError{fmt.Errorf("name one key or delivery, or --all: %s", cmd.UseLine())}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return withStore(cmd, func(ctx context.Context, db *store.Store) error {
				said, err := replay(ctx, db, strings.Join(args, ""))
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), said)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "all that is parked")
	return cmd
}

// replay tries a key or a delivery again, or everything for "", and says what
// will happen.
func replay(ctx context.Context, db *store.Store, name string) (string, error) {
	switch {
	case name == "":
		return replayAll(ctx, db)
	case strings.Contains(name, ":"): // no GUID has a colon
		return replayKey(ctx, db, upgrade.Key(name))
	default:
		return replayDelivery(ctx, db, name)
	}
}

func replayAll(ctx context.Context, db *store.Store) (string, error) {
	keys, err := db.Keys(ctx, store.WaitParked)
	if err != nil {
		return "", err
	}
	triggers := make([]upgrade.Trigger, 0, len(keys))
	for _, k := range keys {
		triggers = append(triggers, replayed(k))
	}
	if err := db.Trigger(ctx, triggers...); err != nil {
		return "", err
	}
	deliveries, err := db.ReplayDeliveries(ctx, "")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Tried again: keys %d, deliveries %d.", len(keys), deliveries), nil
}

// replayed asks for a key as a resync does: an operator explains what it writes.
func replayed(k store.KeyRow) upgrade.Trigger {
	return upgrade.Trigger{Key: k.Key, Installation: k.Installation, Cause: upgrade.CauseResync, Reason: "upkeep replay"}
}

func replayKey(ctx context.Context, db *store.Store, key upgrade.Key) (string, error) {
	row, found, err := db.Key(ctx, key)
	if err != nil {
		return "", err
	}
	if !found {
		return "", fmt.Errorf("the server knows no key %q; `upkeep parked` lists those that it has given up on", key)
	}
	if err := db.Trigger(ctx, replayed(row)); err != nil {
		return "", err
	}
	if row.Waiting == store.WaitLimit || row.Waiting == store.WaitPace {
		return fmt.Sprintf("The server looks at %s again as soon as its wait is over: %s.", key, row.Reason), nil
	}
	return fmt.Sprintf("The server looks at %s again.", key), nil
}

// errGone is a delivery whose payload is not kept any more.
var errGone = errors.New("its payload is gone, as it is after four days; `upkeep resync` looks at everything instead")

func replayDelivery(ctx context.Context, db *store.Store, guid string) (string, error) {
	n, err := db.ReplayDeliveries(ctx, guid)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return fmt.Sprintf("The server reads delivery %s again.", guid), nil
	}
	state, found, err := db.DeliveryState(ctx, guid)
	switch {
	case err != nil:
		return "", err
	case !found:
		return "", fmt.Errorf("the server holds no delivery %q", guid)
	case state == store.DeliveryParked:
		return "", fmt.Errorf("delivery %s cannot be read again: %w", guid, errGone)
	default:
		return "", fmt.Errorf("delivery %s is not parked, it is %s; `upkeep resync` looks at everything again", guid, state)
	}
}
