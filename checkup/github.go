package checkup

import (
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/registration"
)

// Reach is whether GitHub answers, and what its clock says.
type Reach struct {
	// Address is that of its API, Err why it does not answer.
	Address string
	Err     error
	// Ahead is how far this machine's clock is before GitHub's.
	Ahead time.Duration
}

// GitHub takes the app's own word for who it is only from a token that was made
// a moment ago, by its clock. It is made 30 s back and holds for two minutes.
const (
	mostAhead  = 30 * time.Second
	mostBehind = 85 * time.Second
)

// Findings say whether GitHub answers.
func (r Reach) Findings() []Finding {
	about := "API at " + r.Address
	if r.Err != nil {
		return []Finding{wrong(about, "it does not answer: "+r.Err.Error(), "see that this machine may connect to it: name service, firewall, proxy; while it is away webhooks are stored all the same")}
	}
	return []Finding{ok(about, "it answers"), r.clock()}
}

func (r Reach) clock() Finding {
	const about, mend = "clock", "have this machine keep time by NTP"
	direction := "ahead of"
	if r.Ahead < 0 {
		direction = "behind"
	}
	says := fmt.Sprintf("this machine's is %s %s GitHub's", lasting(r.Ahead), direction)
	switch {
	case r.Ahead >= mostAhead || r.Ahead <= -mostBehind:
		return wrong(about, says+", which refuses what the app signs", mend)
	case r.Ahead.Abs() > clockApart:
		return warning(about, says, mend)
	default:
		return ok(about, "it agrees with GitHub's")
	}
}

// Credentials is what GitHub says to the app's id and key.
type Credentials struct {
	// ID is the app's id by the settings.
	ID int64
	// App is what GitHub has under it; Err is why it told nothing, and Refused
	// says that it knows no such id and key.
	App     registration.App
	Refused bool
	Err     error
}

// Findings say whether the app is who it should be, and registered as it should be.
func (c Credentials) Findings() []Finding {
	about := fmt.Sprintf("app %d", c.ID)
	switch {
	case c.Refused:
		return []Finding{wrong(about, "GitHub knows no app with this id and this key", "mend the clock first if that is wrong; else compare GITHUB_APP_INTEGRATION_ID with the App ID in the app's settings on GitHub, and make a new private key there")}
	case c.Err != nil:
		return []Finding{NotFoundOut(about, c.Err)}
	}
	findings := []Finding{ok(about, "it is %q of %s", c.App.Name, c.App.Owner)}
	return append(findings, c.registered()...)
}

// registered compares what the app asks organisations for with what it needs.
func (c Credentials) registered() []Finding {
	const mend = "add it under Permissions & events in the app's settings on GitHub, and have each organisation accept it"
	var findings []Finding
	permissions, events := c.App.Lacks()
	for _, p := range permissions {
		findings = append(findings, wrong(permissionName(p), "the app does not ask for it", mend))
	}
	for _, e := range events {
		findings = append(findings, wrong(eventName(e), "the app does not subscribe to it", "add it under Permissions & events in the app's settings on GitHub"))
	}
	if len(findings) == 0 {
		findings = append(findings, ok("permissions and events", "the app asks for all that it needs"))
	}
	if more := unneeded(c.App.Permissions); len(more) > 0 {
		findings = append(findings, warning("permissions", "the app asks for more than it uses: "+some(more, len(more)), "take it away in the app's settings on GitHub"))
	}
	return findings
}

// unneeded are the permissions that the app has for nothing, as GitHub names them.
func unneeded(held map[string]string) []string {
	needed := map[string]string{}
	for _, p := range registration.Permissions() {
		needed[p.Name] = p.Level
	}
	var more []string
	for name, level := range held {
		if want, there := needed[name]; !there || want == registration.Read && level != registration.Read {
			more = append(more, name+": "+level)
		}
	}
	slices.Sort(more)
	return more
}

func permissionName(p registration.Permission) string {
	return fmt.Sprintf("permission %q", p.Title+": "+p.Access())
}

func eventName(e registration.Event) string { return fmt.Sprintf("event %q", e.Title) }

// Uninstalled is the finding about an app that no organisation has.
func Uninstalled(app registration.App) Finding {
	return warning("installations", "the app is installed nowhere", "install it at "+app.InstallPage())
}
