package app

import (
	"context"
	"errors"
	"slices"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/registration"
	"github.com/upkeep-app/upkeep/store"
)

// app looks at the app as GitHub has it registered, and at each organisation
// that has it. Of an app that GitHub does not know only the records can be told.
func (e examination) app(ctx context.Context, client *ghclient.Client) []checkup.Finding {
	registered, err := client.Registration(ctx)
	credentials := checkup.Credentials{ID: e.Settings.AppID, App: registered, Err: err, Refused: errors.Is(err, ghclient.ErrNoSuchApp)}
	findings := credentials.Findings()
	if err != nil {
		return append(checkup.In(checkup.GroupGitHub, findings...), e.recorded(ctx)...)
	}
	findings = append(findings, hook(ctx, client)...)
	findings = append(findings, e.deliveries(ctx, client)...)
	installations, err := client.Installations(ctx)
	switch {
	case err != nil:
		findings = append(findings, checkup.NotFoundOut("installations", err))
	case len(installations) == 0:
		findings = append(findings, checkup.Uninstalled(registered))
	}
	findings = checkup.In(checkup.GroupGitHub, findings...)
	for _, i := range installations {
		findings = append(findings, checkup.In(i.Account, e.organisation(ctx, client, registered, i)...)...)
	}
	return findings
}

func hook(ctx context.Context, client *ghclient.Client) []checkup.Finding {
	hook, err := client.Hook(ctx)
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut("webhook", err)}
	}
	return hook.Findings()
}

// logPages bounds how much of the delivery log is read: a page has 100 attempts.
const logPages = 3

// deliveries reads the newest part of GitHub's delivery log.
func (e examination) deliveries(ctx context.Context, client *ghclient.Client) []checkup.Finding {
	facts := checkup.Deliveries{Now: e.Now()}
	cursor := ""
	for range logPages {
		page, next, err := client.Deliveries(ctx, cursor)
		if err != nil {
			return []checkup.Finding{checkup.NotFoundOut("deliveries", err)}
		}
		for _, d := range page {
			facts.Attempts = append(facts.Attempts, checkup.Attempt{GUID: d.GUID, At: d.DeliveredAt, OK: d.OK, Code: d.Code, Status: d.Status})
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	return facts.Findings()
}

// organisation looks at the app in one organisation.
func (e examination) organisation(ctx context.Context, client *ghclient.Client, registered registration.App, i ghclient.Installation) []checkup.Finding {
	known, err := e.db.Installations(ctx)
	facts := checkup.Installation{
		Account: i.Account, Page: i.Page, Suspended: i.Suspended, Permissions: i.Permissions, Events: i.Events, Registered: registered,
		Stored: e.stored && err == nil, Known: slices.ContainsFunc(known, func(k store.Installation) bool { return k.ID == i.ID }),
	}
	findings := facts.Findings()
	if err != nil {
		findings = append(findings, checkup.NotFoundOut("records", err))
	}
	if i.Suspended {
		return findings
	}
	limits, err := client.Limits(ctx, i.ID)
	if err != nil {
		findings = append(findings, checkup.NotFoundOut("rate limits", err))
	} else {
		findings = append(findings, limits.Findings()...)
	}
	return append(findings, e.reconciler(client).Checkup(ctx, i, facts.Stored && facts.Known)...)
}
