package say

import (
	"fmt"
	"strings"
)

// FieldLacking names a field that a board lacks, as a part of a list.
func FieldLacking(name Quoted, kind string, options []Quoted) string {
	text := fmt.Sprintf("the field %s (%s)", name.Code(), strings.ReplaceAll(kind, "_", " "))
	if len(options) > 0 {
		text += " with the options " + codes(options, len(options))
	}
	return text
}

// OptionsLacking names options that a field lacks, as a part of a list.
func OptionsLacking(field Quoted, options []Quoted) string {
	noun := "the options"
	if len(options) == 1 {
		noun = "the option"
	}
	return fmt.Sprintf("%s %s in the field %s", noun, codes(options, len(options)), field.Code())
}

// ViewLacking names a view that a board lacks, as a part of a list.
func ViewLacking(name, filter Quoted) string {
	return fmt.Sprintf("the view %s, a table filtered to %s", name.Code(), filter.Code())
}

// The reasons why only people can add something to a board.

// OptionsAtMost is that a field has as many options as there can be.
func OptionsAtMost(most int) string { return fmt.Sprintf("a field has at most %d options", most) }

// OptionsWouldBeLost is that GitHub would empty the field on all cards.
func OptionsWouldBeLost() string {
	return "this GitHub would take the field's values off all cards if an app did it; in the browser they stay"
}

// UpgradeIsPrivate is that the name of an upgrade is not for everybody who sees the board.
func UpgradeIsPrivate() string {
	return "everybody sees the board, and not everybody the roadmap issue"
}

// NoQuoteInFilter is that a filter cannot hold the name.
func NoQuoteInFilter() string { return "a filter cannot hold the quotation mark in the name" }

// NoViewsHere is that an app cannot make views.
func NoViewsHere() string { return "this GitHub lets no app make views" }

// BoardLacks offers what the board of a new upgrade lacks, as a part of Started. Added are the things that the app adds itself, left those that
// people have to; each is one of the texts above.
func BoardLacks(address string, added, left []string) string {
	var text strings.Builder
	text.WriteString("When it was started, this upgrade needed more than its board had: " + address)
	section(&text, "\n\nUpkeep adds:", added)
	section(&text, "\n\nTo be added by somebody who looks after the board:", left)
	if len(left) > 0 {
		text.WriteString("\n\nOptions and fields are added in the board's settings, a view with *New view*. " +
			"With `setup: write` at the board in the policy Upkeep does what it can itself.")
	}
	return text.String()
}

func section(text *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	text.WriteString(title)
	for _, line := range lines {
		text.WriteString("\n- " + line)
	}
}

// ViewLeft says at the end of an upgrade how its view is removed.
func ViewLeft(name Quoted, address string) string {
	return fmt.Sprintf("If the board has a view %s, it is no longer needed: open it on %s, then *Delete view* in the menu beside its name. The option stays, as the cards show it.", name.Code(), address)
}
