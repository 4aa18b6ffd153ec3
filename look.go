package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	looked "github.com/upkeep-app/upkeep/look/report"
)

// lookHelp is what the help of plan says about --org.
const lookHelp = `With --org it looks at an organisation before Upkeep is there: from anywhere, with
no app, server or database. It finds the boards, the upgrades under way and the
teams, proposes an upkeep.yml (or takes the one that is there), rehearses it, and
prints a report to show to colleagues: how far the upgrades are, what is stale
today, what Upkeep would have kept true. It only reads, with your own token from
GITHUB_TOKEN or GH_TOKEN: a classic one with the scopes read:project, read:org and,
for private repositories, repo; or a fine-grained one of the organisation with the
permissions Contents, Issues, Pull requests and Metadata, and of the organisation
Projects and Members, each read-only. GITHUB_WEB_URL, GITHUB_V3_API_URL and
GITHUB_V4_API_URL name another GitHub. Its formats are text, markdown and html,
and its exit code is 0 when there is a report.`

// lookLimit is how long a look may take; what a rehearsal has not looked at by then is told.
const lookLimit = 30 * time.Minute

// errNoToken says how to come by one.
var errNoToken = errors.New("set GITHUB_TOKEN to a token of yours that can read: a classic one with the scopes read:project, read:org and repo, or a fine-grained one of the organisation")

// address is the page of an organisation, or its name with an @ before it.
var address = regexp.MustCompile(`^(?:https?://[^/]+/|@)?([A-Za-z0-9][A-Za-z0-9-]{0,38})/?$`)

// lookAt looks at an organisation and writes the report to a file, or to stdout.
func lookAt(cmd *cobra.Command, organisation, format, output string) error {
	render, err := reportFormat(format)
	if err != nil {
		return err
	}
	site, err := config.LoadSite(os.Getenv)
	if err != nil {
		return err
	}
	name := address.FindStringSubmatch(organisation)
	if name == nil {
		return usageError{fmt.Errorf("--org wants the name of an organisation, such as openedx, not %q", organisation)}
	}
	if err := canHold(output); err != nil {
		return err
	}
	token := config.PersonalToken(os.Getenv)
	if token.Reveal() == "" {
		return usageError{errNoToken}
	}
	ctx, stop := context.WithTimeout(cmd.Context(), lookLimit)
	defer stop()
	shown := newProgress(cmd.ErrOrStderr(), "Rehearsing", time.Now)
	made, err := app.Look(ctx, app.LookOptions{
		Organisation: name[1], Site: site, Token: token, Now: time.Now, After: time.After,
		Reading: shown.reading, Waiting: shown.waiting, Rehearsing: shown.show,
	})
	shown.end()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := render(&text, made); err != nil {
		return err
	}
	if output == "" {
		return written(cmd.OutOrStdout(), text.String())
	}
	if err := replaceFile(output, text.Bytes()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return written(cmd.ErrOrStderr(), "The report is in "+output+".\n")
}

// canHold wants the folder of a file to be there before the minutes of a look.
func canHold(output string) error {
	if _, err := os.Stat(filepath.Dir(output)); err != nil {
		return fmt.Errorf("find the folder of --output: %w", err)
	}
	return nil
}

// reportFormat is how a report is written in a format.
func reportFormat(format string) (func(io.Writer, looked.Report) error, error) {
	switch format {
	case "text":
		return func(w io.Writer, r looked.Report) error { return written(w, r.Text()) }, nil
	case "markdown":
		return func(w io.Writer, r looked.Report) error { return written(w, r.Markdown()) }, nil
	case "html":
		return func(w io.Writer, r looked.Report) error { return r.HTML(w) }, nil
	default:
		return nil, usageError{fmt.Errorf("no format %q for a report: text, markdown or html", format)}
	}
}

func written(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}
