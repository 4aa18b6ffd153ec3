package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/look/report"
	"github.com/upkeep-app/upkeep/registration"
	"github.com/upkeep-app/upkeep/rehearsal"
)

// LookOptions say at what to look, and as whom.
type LookOptions struct {
	Organisation string
	// Site is where GitHub is, and Token a person's own token that can read there.
	Site  config.Site
	Token config.Secret
	// Transport carries the requests; nil for the usual network.
	Transport http.RoundTripper
	Now       func() time.Time
	After     func(time.Duration) <-chan time.Time
	// Reading is told what is read next, Waiting of each wait for a limit, and
	// Rehearsing how many objects have been looked at, of those known so far.
	Reading    func(what string)
	Waiting    func(until time.Time)
	Rehearsing func(done, all int)
}

// looker is the installation that a look pretends to be: what is read, is read
// with the token.
const looker = 1

// Look looks at an organisation with a person's own token, rehearses the policy
// that it has or that fits it, and writes nothing. A rehearsal that ctx ends
// is told as far as it came; before it, the end of ctx is an error.
func Look(ctx context.Context, o LookOptions) (report.Report, error) {
	github, err := o.client()
	if err != nil {
		return report.Report{}, err
	}
	found, err := o.discover(ctx, github)
	if err != nil {
		return report.Report{}, err
	}
	result, err := rehearsal.Run(ctx, rehearsal.Options{
		GitHub: github, Installations: []ghclient.Installation{pretended(found.Organisation)},
		Policies: map[string]string{strings.ToLower(found.Organisation): report.Proposal(found)},
		Host:     github.Host(), Now: o.Now, After: o.After, Log: zerolog.Nop(), Progress: o.Rehearsing,
	})
	if err != nil {
		return report.Report{}, fmt.Errorf("rehearse the policy of %s: %w", o.Organisation, err)
	}
	return report.New(found, o.Site.WebURL, rehearsed(result)), nil
}

// client reads with the person's token.
func (o LookOptions) client() (*ghclient.Client, error) {
	return ghclient.New(ghclient.Config{
		WebURL: o.Site.WebURL, V3URL: o.Site.V3URL, V4URL: o.Site.V4URL, Token: o.Token.Reveal(),
		Transport: o.Transport, Now: o.Now, UserAgent: "upkeep", ReadTries: ReadTries,
		Linger: func() <-chan time.Time { return o.After(Linger) }, Log: zerolog.Nop(),
	})
}

func (o LookOptions) discover(ctx context.Context, github *ghclient.Client) (look.Found, error) {
	patient := look.Patient{GitHub: github, Now: o.Now, After: o.After, Waiting: o.Waiting, Reading: o.Reading}
	found, err := look.Discover(ctx, patient, looker, o.Organisation, o.Now())
	if errors.Is(err, ghclient.ErrUnauthorized) {
		return look.Found{}, fmt.Errorf("GitHub does not know the token: it is mistyped, has expired, or is of another GitHub; make a new one: %w", err)
	}
	if err != nil {
		return look.Found{}, fmt.Errorf("look at %s: %w", o.Organisation, err)
	}
	return found, nil
}

// pretended is an installation that was given all that the app asks for.
func pretended(organisation string) ghclient.Installation {
	installation := ghclient.Installation{ID: looker, Account: organisation, Permissions: map[string]string{}}
	for _, p := range registration.Permissions() {
		installation.Permissions[p.Name] = string(p.Level)
	}
	return installation
}

func rehearsed(result rehearsal.Result) report.Rehearsed {
	shown := report.Rehearsed{Unfinished: result.Unfinished}
	for _, write := range result.Writes {
		shown.Changes = append(shown.Changes, write.Changes...)
	}
	for _, failure := range result.Failed {
		shown.Failed = append(shown.Failed, string(failure.Key)+": "+failure.Reason)
	}
	return shown
}
