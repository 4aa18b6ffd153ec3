package say

import (
	"fmt"
	"strings"
	"time"
)

// UpgradeFacts is what people have laid down about an upgrade; what nobody has
// laid down is zero.
type UpgradeFacts struct {
	Name       Quoted
	TargetDate time.Time
	// Target is who set the target date and why.
	Target                               Word
	Orchestration, Steward, NamedRelease Quoted
	Docs, Instructions                   Quoted
}

// Word is who laid something down, by login, and the reason given; both may be zero.
type Word struct {
	By, Because Quoted
}

// Upgrade tells the facts of an upgrade, each on a line of its own.
func Upgrade(u UpgradeFacts) string {
	var text strings.Builder
	fmt.Fprintf(&text, "The upgrade %s as it stands:\n\n", u.Name.Code())
	if !u.TargetDate.IsZero() {
		fmt.Fprintf(&text, "- Target date: %s%s\n", day(u.TargetDate), u.Target)
	}
	for _, fact := range []struct {
		name  string
		value Quoted
	}{
		{"Orchestration team", u.Orchestration},
		{"Steward", u.Steward},
		{"Named release", u.NamedRelease},
		{"Documentation", u.Docs},
		{"Instructions for owners", u.Instructions},
	} {
		if !fact.value.IsZero() {
			fmt.Fprintf(&text, "- %s: %s\n", fact.name, fact.value.Code())
		}
	}
	return strings.TrimRight(text.String(), "\n")
}

// String is ", set by `ben` because `…`", as far as it is known.
func (w Word) String() string {
	text := ""
	if !w.By.IsZero() {
		text = ", set by " + w.By.Code()
	}
	if !w.Because.IsZero() {
		text += " because " + w.Because.Code()
	}
	return text
}
