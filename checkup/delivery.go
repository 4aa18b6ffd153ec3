package checkup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Deliveries are the webhooks of the last time, from GitHub's own log.
type Deliveries struct {
	Now time.Time
	// Attempts are those of the log, or of its newest part, the newest first.
	Attempts []Attempt
}

// Attempt is one attempt to deliver a webhook.
type Attempt struct {
	// GUID is that of the delivery, which may have several attempts.
	GUID string
	At   time.Time
	OK   bool
	// Code is the HTTP status that GitHub noted, Status its words for it.
	Code   int
	Status string
}

// failedInARow are more failures than a restart of the server explains.
const failedInARow = 3

// Findings say whether webhooks arrive.
func (d Deliveries) Findings() []Finding {
	const about = "deliveries"
	if len(d.Attempts) == 0 {
		return []Finding{warning(about, "GitHub has sent none in the days that its log goes back", "change a label on an issue and look again; if none comes, see that the app is installed and its webhook active")}
	}
	first := slices.IndexFunc(d.Attempts, func(a Attempt) bool { return a.OK })
	switch failed := d.failed(); {
	case first < 0:
		says := fmt.Sprintf("%s, all failed: %s", counted(len(d.Attempts), "attempt"), d.Attempts[0].told())
		return []Finding{wrong(about, says, d.Attempts[0].mend())}
	case first >= failedInARow:
		last := d.Attempts[0]
		says := fmt.Sprintf("the last %d attempts failed: %s; the last success was %s ago", first, last.told(), lasting(d.Now.Sub(d.Attempts[first].At)))
		return []Finding{wrong(about, says, last.mend())}
	case len(failed) > 0:
		last := failed[0]
		says := fmt.Sprintf("%d of %d since %s did not arrive, the last one %s ago: %s", len(failed), d.different(), at(d.oldest()), lasting(d.Now.Sub(last.At)), last.told())
		return []Finding{warning(about, says, "the server asks for them again every 15 minutes; "+last.mend())}
	default:
		return []Finding{ok(about, "%s since %s, all arrived; the last one %s ago", counted(d.different(), "webhook"), at(d.oldest()), lasting(d.Now.Sub(d.Attempts[0].At)))}
	}
}

func (d Deliveries) oldest() time.Time { return d.Attempts[len(d.Attempts)-1].At }

// different is how many deliveries the attempts belong to.
func (d Deliveries) different() int {
	seen := map[string]bool{}
	for _, a := range d.Attempts {
		seen[a.GUID] = true
	}
	return len(seen)
}

// failed are the last attempts of the deliveries that no attempt has brought.
func (d Deliveries) failed() []Attempt {
	settled := map[string]bool{}
	for _, a := range d.Attempts {
		settled[a.GUID] = settled[a.GUID] || a.OK
	}
	var failed []Attempt
	for _, a := range d.Attempts {
		if !settled[a.GUID] {
			settled[a.GUID] = true
			failed = append(failed, a)
		}
	}
	return failed
}

func (a Attempt) told() string {
	if a.Code == 0 || strings.Contains(a.Status, strconv.Itoa(a.Code)) {
		return a.Status
	}
	return fmt.Sprintf("%d, %s", a.Code, a.Status)
}

// unconnected reports whether nobody answered at all. GitHub notes a code of its
// own then, such as 502, and what happened in words.
func (a Attempt) unconnected() bool {
	words := strings.ToLower(a.Status)
	return a.Code == 0 || slices.ContainsFunc([]string{"connect", "timed out", "resolve", "certificate", "ssl", "tls"}, func(sign string) bool { return strings.Contains(words, sign) })
}

// mend is what an attempt hints at. The codes from 400 on are the server's own,
// see app.Hook, or of what is in front of it.
func (a Attempt) mend() string {
	switch {
	case a.unconnected():
		return "GitHub cannot connect: see that the address is in public name service, its port open, and its certificate valid"
	case a.Code >= 300 && a.Code < 400:
		return "GitHub follows no redirects: set the address that it is redirected to"
	case a.Code == 401:
		return "the secrets differ: set the same one in GITHUB_APP_WEBHOOK_SECRET and in the app's settings on GitHub"
	case a.Code == 403:
		return "something in front of the server refuses GitHub: let the addresses in that GitHub lists under hooks at /meta of its API"
	case a.Code == 404, a.Code == 405:
		return "the server is not behind this address: compare it and its path, and see that the proxy in front passes POST requests on"
	case a.Code == 413:
		return "the proxy in front takes too little: let it take 25 MB"
	case a.Code == 415:
		return "choose the content type application/json in the app's settings on GitHub"
	case a.Code == 502, a.Code == 504:
		return "the proxy in front does not reach the server within 10 s: see that it runs, and what is wrong with it here"
	case a.Code == 503:
		return "the server was starting, stopping or could not store it: see the groups Server and Database"
	default:
		return "see the server's log of that time"
	}
}
