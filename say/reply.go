package say

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// Answer is what became of one command of a comment.
type Answer struct {
	// Command is the command's line as it was written; zero for what concerns the whole comment.
	Command Quoted
	// Text is one of the sentences below.
	Text string
}

// answersShown is how many commands one reply goes into.
const answersShown = 21

// Reply is the one reply to a comment whose commands did not all go well.
// Below the answers stand the levels to choose from, where an answer asks for them.
func Reply(answers []Answer, levels []Quoted) string {
	var text strings.Builder
	shown := min(len(answers), answersShown)
	writeAnswers(&text, answers[:shown])
	writeEnd(&text, len(answers)-shown, levels)
	return strings.TrimRight(text.String(), "\n")
}

// writeAnswers tells answers in order; commands in a row that have the same one share it.
func writeAnswers(text *strings.Builder, answers []Answer) {
	for i, a := range answers {
		if !a.Command.IsZero() {
			text.WriteString(a.Command.Code())
			if i+1 < len(answers) && answers[i+1].Text == a.Text && !answers[i+1].Command.IsZero() {
				text.WriteString(", ")
				continue
			}
			text.WriteString(": ")
		}
		text.WriteString(a.Text + "\n\n")
	}
}

// writeEnd is what stands below the answers; more are those left out.
func writeEnd(text *strings.Builder, more int, levels []Quoted) {
	if more > 0 {
		fmt.Fprintf(text, "%s not answered one by one.\n\n", count(more, "more command is", "more commands are"))
	}
	if len(levels) > 0 {
		fmt.Fprintf(text, "The levels for this repository:\n\n%s\n", bullets(levels))
	}
}

// Mended replaces a reply once its comment has been edited and all has gone well.
func Mended() string {
	return "Mended: all commands of the comment have gone well after it was edited."
}

// LaidDown is the answer to a command whose effect an earlier run has had.
func LaidDown() string { return "Done." }

// NoOrchestrationTeam goes with a refusal where nobody leads the upgrade yet.
func NoOrchestrationTeam() string {
	return "The upgrade has no orchestration team yet: `/upgrade orchestrator` followed by a team names one."
}

// TooMany is the answer to what a comment has beyond the commands that are run.
func TooMany(more, most int) string {
	return fmt.Sprintf("%s not run: at most %d of one comment are. Please put the rest into another comment.", count(more, "further command was", "further commands were"), most)
}

// WithPrefix is a text that shows commands, with another prefix than the
// default one in them.
func WithPrefix(text, prefix string) string {
	return strings.NewReplacer("`"+command.Prefix+" ", "`"+prefix+" ", "`"+command.Prefix+"`", "`"+prefix+"`").Replace(text)
}

// Done is the answer to a command that went well, next to others that did not.
func Done(level Quoted) string { return fmt.Sprintf("Done, the level is %s.", level.Code()) }

// Replaced is the answer to a command that a later one in the same look has overtaken.
func Replaced() string { return "Understood, but a later command replaced it." }

// LevelMissing is the answer to a command that names no level.
func LevelMissing() string { return "This command needs a level, and none is given." }

// LevelUnknown is the answer to a word that is no level; meant is the one
// probably meant, zero if there is none.
func LevelUnknown(meant Quoted) string {
	return "There is no such level." + meantLevel(meant)
}

// LevelAmbiguous is the answer to a word that fits several levels.
func LevelAmbiguous(fitting []Quoted, meant Quoted) string {
	return fmt.Sprintf("This fits more than one level: %s.", codes(fitting, len(fitting))) + meantLevel(meant)
}

func meantLevel(meant Quoted) string {
	if meant.IsZero() {
		return ""
	}
	return didYouMean(Quote("/upgrade owner-does " + meant.text))
}

// didYouMean asks after what was probably meant; nothing if that is zero.
func didYouMean(meant Quoted) string {
	if meant.IsZero() {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", meant.Code())
}

// LevelForServices is the answer to a level that suits services alone, on another repository.
func LevelForServices(level, meant Quoted) string {
	return fmt.Sprintf("The level %s is for services, and this repository is not a service.", level.Code()) + meantLevel(meant)
}

// LevelForOthers is the answer to a level that suits everything but services, on a service.
func LevelForOthers(level, meant Quoted) string {
	return fmt.Sprintf("The level %s is for repositories that are not services, and this repository is a service.", level.Code()) + meantLevel(meant)
}

// AliasElsewhere is the answer to an alias that holds only in the upgrades of
// another team.
func AliasElsewhere(alias, team, orchestration Quoted) string {
	text := fmt.Sprintf("The name %s stands for a level only in upgrades that the team %s orchestrates.", alias.Code(), team.Code())
	if orchestration.IsZero() {
		return text + " This upgrade names no orchestration team."
	}
	return text + fmt.Sprintf(" This upgrade is orchestrated by %s.", orchestration.Code())
}

// AliasUnclear is the answer to an alias that depends on a kind of repository which is not known.
func AliasUnclear(alias Quoted) string {
	return fmt.Sprintf("What %s stands for depends on whether this repository is a service, and neither `spec.type` in `catalog-info.yaml` nor the policy says so. A level by its own name works.", alias.Code())
}

// AliasWithoutLevel is the answer to an alias that stands for nothing on this kind of repository.
func AliasWithoutLevel(alias Quoted) string {
	return fmt.Sprintf("The name %s stands for no level on this kind of repository.", alias.Code())
}

// LevelNotOnBoard is the answer to an alias whose level the board does not offer.
func LevelNotOnBoard(level, field Quoted) string {
	return fmt.Sprintf("The level %s is not an option of the field %s on the board. Somebody who looks after the board can add it.", level.Code(), field.Code())
}

// TooOld is the answer to a command that was seen too late to be run.
func TooOld() string {
	return "This was read more than a day after it was written, so it was not run. Please repeat it if it still holds."
}

// CardArchived is the answer when the child's card is in the board's archive.
func CardArchived() string {
	return "The card of this issue is archived on the board, so nothing was changed. Please restore the card and repeat the command."
}

// CardRemoved is the answer when somebody has taken the child's card off the board.
func CardRemoved() string {
	return "Somebody has taken this issue off the board, so nothing was changed. Please put it back and repeat the command."
}

// CommandUnknown is the answer to a name that is no command; meant is the one
// probably meant, zero if there is none.
func CommandUnknown(meant Quoted) string {
	text := "There is no such command."
	if !meant.IsZero() {
		text += didYouMean(Quote("/upgrade " + meant.text))
	}
	return text + " The command `/upgrade help` lists those that can be used here."
}

// Misplaced is the answer to a command that is for issues of another sort.
func Misplaced(where command.Place) string {
	switch where {
	case command.OnChild:
		return "This is the roadmap issue. The command belongs on the child, which is the issue of the repository it is about."
	case command.OnRoadmap:
		return "This is a child. The command belongs on the upgrade's roadmap issue."
	case command.OnNew:
		return "This issue belongs to an upgrade already. The command makes an issue the roadmap issue of a new one."
	default:
		return "The command cannot be used here."
	}
}
