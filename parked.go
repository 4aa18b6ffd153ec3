package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/store"
)

// mostListed bounds what `parked` lists of deliveries.
const mostListed = 1000

func parkedCommand() *cobra.Command {
	var format string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "parked", Short: "List what the server has given up on for now, and why", Args: exactly(0),
		Long: `Parked lists the keys (issues, boards, policies …) that the server has given up on for
now and the webhook deliveries that it could not read, each with since when and why.
"upkeep replay" has it try them again. The server may be running.

As JSON it is an object with "keys" ("key", "installation", "delivery", "attempts",
"since", "until", "reason") and "deliveries" ("guid", "hook_id", "event", "reason",
"since", "kept"). "until" is null when only something new brings the key back; "kept"
is false when the payload is gone, as it is after four days.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				format = "json"
			}
			if err := knownFormat(format); err != nil {
				return err
			}
			return withStore(cmd, func(ctx context.Context, db *store.Store) error {
				p, err := listParked(ctx, db)
				if err != nil {
					return err
				}
				return p.print(cmd.OutOrStdout(), format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	return cmd
}

// parkedThings are what the server has given up on for now.
type parkedThings struct {
	Keys       []parkedKey      `json:"keys"`
	Deliveries []parkedDelivery `json:"deliveries"`
	now        time.Time
}

type parkedKey struct {
	Key          string     `json:"key"`
	Installation int64      `json:"installation"`
	Delivery     string     `json:"delivery"`
	Attempts     int        `json:"attempts"`
	Since        time.Time  `json:"since"`
	Until        *time.Time `json:"until"`
	Reason       string     `json:"reason"`
}

type parkedDelivery struct {
	GUID   string    `json:"guid"`
	HookID int64     `json:"hook_id"`
	Event  string    `json:"event"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
	Kept   bool      `json:"kept"`
}

func listParked(ctx context.Context, db *store.Store) (parkedThings, error) {
	p := parkedThings{Keys: []parkedKey{}, Deliveries: []parkedDelivery{}}
	var err error
	if p.now, err = db.Now(ctx); err != nil {
		return p, err
	}
	keys, err := db.Keys(ctx, store.WaitParked)
	if err != nil {
		return p, err
	}
	for _, k := range keys {
		one := parkedKey{
			Key: string(k.Key), Installation: k.Installation, Delivery: k.Delivery, Attempts: k.Attempts, Since: k.Since, Reason: k.Reason,
		}
		if !k.NotBefore.IsZero() {
			one.Until = &k.NotBefore
		}
		p.Keys = append(p.Keys, one)
	}
	deliveries, err := db.ParkedDeliveries(ctx, mostListed)
	for _, d := range deliveries {
		p.Deliveries = append(p.Deliveries, parkedDelivery(d))
	}
	return p, err
}

func (p parkedThings) print(w io.Writer, format string) error {
	if format == "json" {
		return printJSON(w, p)
	}
	if len(p.Keys)+len(p.Deliveries) == 0 {
		_, err := fmt.Fprintln(w, "Nothing is parked.")
		return err
	}
	if err := printTable(w, p.keyRows()); err != nil {
		return err
	}
	if len(p.Keys) > 0 && len(p.Deliveries) > 0 {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return printTable(w, p.deliveryRows())
}

func (p parkedThings) keyRows() [][]string {
	if len(p.Keys) == 0 {
		return nil
	}
	rows := [][]string{{"KEY", "INSTALLATION", "FOR", "TRIED AGAIN", "WHY"}}
	for _, k := range p.Keys {
		again := "when something new comes"
		if k.Until != nil {
			again = "in " + span(k.Until.Sub(p.now))
		}
		rows = append(rows, []string{k.Key, fmt.Sprint(k.Installation), span(p.now.Sub(k.Since)), again, k.Reason})
	}
	return rows
}

func (p parkedThings) deliveryRows() [][]string {
	if len(p.Deliveries) == 0 {
		return nil
	}
	rows := [][]string{{"DELIVERY", "EVENT", "FOR", "REPLAY", "WHY"}}
	for _, d := range p.Deliveries {
		replay := "yes"
		if !d.Kept {
			replay = "too old"
		}
		rows = append(rows, []string{d.GUID, d.Event, span(p.now.Sub(d.Since)), replay, d.Reason})
	}
	return rows
}

// span is a time as people say it, in its largest unit.
func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours())/24)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	default:
		return fmt.Sprintf("%d s", max(int(d.Seconds()), 0))
	}
}
