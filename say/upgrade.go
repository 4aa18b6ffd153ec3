package say

import (
	"fmt"
	"strings"
	"time"
)

// UpgradeFacts is what people have laid down about an upgrade; what nobody has
// laid down is zero.
type UpgradeFacts struct {
	Name Quoted
	// From and To are the versions that it moves between.
	From, To Quoted
	// SupportEnd is the day on which support of what is left behind ends.
	SupportEnd time.Time
	TargetDate time.Time
	// Target is who set the target date and why.
	Target                               Word
	Orchestration, Steward, NamedRelease Quoted
	Docs, Instructions                   Quoted
	// Paused and, at most one of them, Finished and Cancelled; each with who
	// said so and why.
	Paused, Finished, Cancelled bool
	Pause, End                  Word
	Children                    []Counted
	// Lists are the issues that hold more of the lists, as far as they may be named;
	// PrivateLists counts those that may not.
	Lists        []Quoted
	PrivateLists int
}

// Word is who laid something down, by login, and the reason given; both may be zero.
type Word struct {
	By, Because Quoted
}

// Upgrade tells the facts of an upgrade, each on a line of its own.
func Upgrade(u UpgradeFacts) string {
	opening := u.news()
	if opening == "" {
		opening = fmt.Sprintf("The upgrade %s as it stands:", u.Name.Code())
	}
	lines := u.lines()
	if len(u.Children) > 0 {
		lines = append(lines, "Children: "+counted(u.Children))
	}
	if len(lines) == 0 {
		return opening
	}
	return opening + "\n\n- " + strings.Join(lines, "\n- ")
}

// news is that an upgrade is paused, or has ended; empty for one that goes on.
func (u UpgradeFacts) news() string {
	switch {
	case u.Finished:
		return fmt.Sprintf("**The upgrade %s is finished**%s.", u.Name.Code(), u.End.said("closed"))
	case u.Cancelled:
		return fmt.Sprintf("**The upgrade %s is cancelled**%s.", u.Name.Code(), u.End.said("closed"))
	case u.Paused:
		return fmt.Sprintf("**The upgrade %s is paused**%s. Until `/upgrade resume` nothing is written for it but answers to commands.",
			u.Name.Code(), u.Pause.said("held"))
	default:
		return ""
	}
}

// lines are the facts, one sentence each, but for the children.
func (u UpgradeFacts) lines() []string {
	var lines []string
	if versions := u.versions(); versions != "" {
		lines = append(lines, "Versions:"+versions)
	}
	if !u.TargetDate.IsZero() {
		lines = append(lines, fmt.Sprintf("Target date: %s%s", day(u.TargetDate), u.Target))
	}
	if !u.SupportEnd.IsZero() {
		lines = append(lines, fmt.Sprintf("Support of what is left behind ends: %s", day(u.SupportEnd)))
	}
	for _, fact := range []struct {
		name  string
		value Quoted
	}{
		{"Orchestration team", u.Orchestration},
		{"Steward", u.Steward},
		{"Named release", u.NamedRelease},
	} {
		if !fact.value.IsZero() {
			lines = append(lines, fact.name+": "+fact.value.Code())
		}
	}
	if !u.Docs.IsZero() {
		lines = append(lines, "Documentation: "+u.Docs.link())
	}
	if !u.Instructions.IsZero() {
		lines = append(lines, "Instructions for owners: "+u.Instructions.link())
	}
	if len(u.Lists)+u.PrivateLists > 0 {
		lines = append(lines, "More of the list: "+withPrivate(u.Lists, u.PrivateLists))
	}
	return lines
}

// versions is " from `4.2` to `5.2`", as far as it is known.
func (u UpgradeFacts) versions() string {
	text := ""
	if !u.From.IsZero() {
		text += " from " + u.From.Code()
	}
	if !u.To.IsZero() {
		text += " to " + u.To.Code()
	}
	return text
}

// String is ", set by `ben` because `…`", as far as it is known.
func (w Word) String() string { return w.said("set") }

// said is String with another word for what was done.
func (w Word) said(done string) string {
	text := ""
	if !w.By.IsZero() {
		text = ", " + done + " by " + w.By.Code()
	}
	if !w.Because.IsZero() {
		text += " because " + w.Because.Code()
	}
	return text
}
