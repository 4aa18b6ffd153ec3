// Package checkup says how an installation of Upkeep stands, from facts that
// others have read: each thing that was looked at is ok, a warning or wrong,
// with what a person can do about it. It is pure and reads nothing itself. Each
// file has one noun with its facts; packages app and reconcile collect them, and
// `upkeep doctor` prints what comes out.
//
// Wrong is what keeps the app from doing what it is set to do. A warning is what
// people may have meant to be so, or what will become wrong if nobody looks.
package checkup

import (
	"errors"
	"fmt"
	"time"
)

// Health is how something that was looked at stands.
type Health string

// The healths.
const (
	OK      Health = "ok"
	Warning Health = "warning"
	Wrong   Health = "wrong"
)

// Finding is one thing that was looked at.
type Finding struct {
	// Group is what the finding is listed under: a part of the server, or an organisation.
	Group  string `json:"group"`
	Health Health `json:"health"`
	// About is what was looked at, Says how it stands.
	About string `json:"about"`
	Says  string `json:"says"`
	// Mend is what a person can do about it; empty when there is nothing to do.
	Mend string `json:"mend,omitempty"`
}

func ok(about, says string, args ...any) Finding {
	return Finding{Health: OK, About: about, Says: fmt.Sprintf(says, args...)}
}

func warning(about, says, mend string) Finding {
	return Finding{Health: Warning, About: about, Says: says, Mend: mend}
}

func wrong(about, says, mend string) Finding {
	return Finding{Health: Wrong, About: about, Says: says, Mend: mend}
}

// NotFoundOut is the finding about a thing that could not be looked at, so that
// one failure never hides what else there is to say. An error that tells until
// when GitHub limits the app is nothing to mend.
func NotFoundOut(about string, err error) Finding {
	type limited interface {
		error
		LimitedUntil() time.Time
	}
	if limit, found := errors.AsType[limited](err); found {
		return warning(about, "it could not be looked at: GitHub limits the app until "+limit.LimitedUntil().UTC().Format("15:04:05 UTC"), "look again then")
	}
	return wrong(about, "it could not be looked at: "+err.Error(), "")
}

// In puts findings into a group.
func In(group string, findings ...Finding) []Finding {
	for i := range findings {
		findings[i].Group = group
	}
	return findings
}

// The groups that are no organisations.
const (
	GroupServer   = "Server"
	GroupDatabase = "Database"
	GroupWork     = "Work"
	GroupGitHub   = "GitHub"
)

// lasting is a span of time as people say it.
func lasting(d time.Duration) string {
	switch d = d.Abs(); {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	default:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	}
}

// at is a time as people read it.
func at(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// some joins at most a few texts, and says how many more there are.
func some(texts []string, most int) string {
	shown := ""
	for i, text := range texts {
		if i == most {
			return fmt.Sprintf("%s and %d more", shown, len(texts)-most)
		}
		if i > 0 {
			shown += ", "
		}
		shown += text
	}
	return shown
}

// counted is a number of things.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
