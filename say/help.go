package say

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// Help lists the commands that can be used in a place.
func Help(in command.Place) string {
	var text strings.Builder
	fmt.Fprintf(&text, "These commands can be used %s.\n\n", in)
	for _, spec := range command.Usable(in) {
		fmt.Fprintf(&text, "- %s — %s\n", Quote(spec.Usage).Code(), spec.Summary)
	}
	return text.String()
}

// HelpOn explains one command. The roles are those that may run it here.
func HelpOn(spec command.Spec, may []command.Role) string {
	text := spec.Summary + "\n\nUsage: " + Quote(spec.Usage).Code()
	if spec.Differs != "" {
		text += "\n\n" + spec.Differs
	}
	if len(spec.Examples) > 0 {
		text += "\n\nFor example:\n\n" + bullets(Quotes(spec.Examples))
	} else {
		text += "\n\n"
	}
	return fmt.Sprintf("%s\nWho may: %s. Where: %s.", text, command.WhoMay(may), spec.Where)
}
