package say

import (
	"fmt"
	"strings"
)

// OnboardingTitle is the title of the one issue that greets an organisation.
const OnboardingTitle = "Upkeep is installed: what it found, and the next step"

// Onboarding is what the app tells an organisation that it comes to.
type Onboarding struct {
	Organisation, File Quoted
	// Maintenance and Roadmap are the boards; zero where there is none.
	Maintenance, Roadmap FoundBoard
	Upgrades             []FoundUpgrade
	// NotRead are things that GitHub did not let the app read, LeftOut counts what was too much to read.
	NotRead []Quoted
	LeftOut int
	// LeftAside says that what not everybody sees was left out, because everybody reads this.
	LeftAside bool
	// Proposal is the file that is proposed.
	Proposal File
	// Wanted is what it would write, by Kinds; Unknown says that this could not be found out.
	Wanted  Differences
	Kinds   []KindCount
	Unseen  Unseen
	Unknown bool
	// NewFile is the address of GitHub's page for a new file; Filled says that the
	// page then has the proposal in it.
	NewFile string
	Filled  bool
}

// FoundBoard is a board and how many cards are on it.
type FoundBoard struct {
	Title  Quoted
	Number int
	Cards  int
}

// FoundUpgrade is an issue that looks like the roadmap issue of an upgrade.
type FoundUpgrade struct {
	Name, Roadmap    Quoted
	Closed, Children int
}

// KindCount is how much of one kind of write there is.
type KindCount struct {
	Kind   string
	Number int
}

// upgradesNamed is how many upgrades are named.
const upgradesNamed = 10

// Text is the issue.
func (o Onboarding) Text() string {
	parts := []string{
		fmt.Sprintf("Hello %s! Upkeep was installed here. It keeps the boards and roadmap issues of upgrades true, so that nobody has to. "+
			"Until this repository has a file %s, it writes nothing but this one issue, and a check on the pull request that brings the file.", o.Organisation.Code(), o.File.Code()),
		"### What it found\n\n" + o.found(),
		"### The file it proposes\n\nEach line with a guess says why. Its mode is `plan`: Upkeep then lists what it would write, and writes nothing.\n\n" + o.proposal(),
		"### What it would do with it\n\n" + o.outlook(),
		"### The next step\n\n" + o.next(),
	}
	return strings.Join(parts, "\n\n")
}

// longestFile is how many bytes of an issue, which GitHub cuts at 65,536, a file may take.
const longestFile = 40_000

func (o Onboarding) proposal() string {
	if len(o.Proposal.text) > longestFile {
		return "It is too long for an issue. " + Quote("upkeep plan --org "+o.Organisation.text).Code() + " writes it on your own machine."
	}
	return o.Proposal.block("yaml")
}

func (o Onboarding) found() string {
	lines := []string{
		"- Maintenance board, one card per piece of work: " + o.Maintenance.text(),
		"- Roadmap board, one card per upgrade: " + o.Roadmap.text(),
		fmt.Sprintf("- Upgrades under way: %d", len(o.Upgrades)),
	}
	for _, u := range o.Upgrades[:min(len(o.Upgrades), upgradesNamed)] {
		lines = append(lines, fmt.Sprintf("  - %s, %s: %d of %d closed", u.Name.Code(), u.Roadmap.Code(), u.Closed, u.Children))
	}
	if more := len(o.Upgrades) - upgradesNamed; more > 0 {
		lines = append(lines, "  - "+count(more, "more", "more"))
	}
	if len(o.NotRead) > 0 {
		lines = append(lines, "- Could not be read: "+codes(o.NotRead, upgradesNamed))
	}
	if o.LeftOut > 0 {
		lines = append(lines, "- It was too much to read everything: a part was left out")
	}
	if o.LeftAside {
		lines = append(lines, "- Everybody can read this issue, so boards and repositories that are not public were left aside. "+
			Quote("upkeep plan --org "+o.Organisation.text).Code()+" on your own machine shows them too")
	}
	return strings.Join(lines, "\n")
}

func (b FoundBoard) text() string {
	if b.Number == 0 {
		return "none"
	}
	return fmt.Sprintf("%s (number %d), %s", b.Title.Code(), b.Number, count(b.Cards, "card", "cards"))
}

func (o Onboarding) outlook() string {
	switch {
	case o.Unknown:
		return "That could not be found out just now. `upkeep plan` tells it once the file is there."
	case len(o.Upgrades) == 0:
		return "Nothing yet: it names no upgrade. Add the first one, or run `/upgrade start` on its roadmap issue."
	case o.Wanted.Number == 0:
		return strings.TrimSpace("Nothing: all is as it should be. " + o.Unseen.text())
	}
	var kinds []string
	for _, k := range o.Kinds {
		kinds = append(kinds, fmt.Sprintf("%d × %s", k.Number, kindWords(k.Kind)))
	}
	text := fmt.Sprintf("Once it may write, it would make %s: %s.\n\n%s", count(o.Wanted.Number, "change", "changes"), strings.Join(kinds, ", "), o.Wanted.list())
	if unseen := o.Unseen.text(); unseen != "" {
		text += "\n" + unseen
	}
	return strings.TrimRight(text, "\n")
}

func (o Onboarding) next() string {
	first := fmt.Sprintf("1. [Make the file](%s), with the text above", o.NewFile)
	if o.Filled {
		first = fmt.Sprintf("1. [Make the file](%s): the text is in it already", o.NewFile)
	}
	return strings.Join([]string{
		first + ". Correct what is wrong and open a pull request; Upkeep checks the file there.",
		"2. Merge it. `upkeep plan` then lists what Upkeep would write.",
		"3. Once you like that, switch on one kind of write for one upgrade, such as `writes: {fields: active}`.",
		"",
		"This issue is written once. It closes itself when the file is there and valid. If you do not want Upkeep, close the issue and uninstall the app: nothing else was changed.",
	}, "\n")
}

// OnboardingDone is the last comment on that issue.
func OnboardingDone(file Quoted) string {
	return fmt.Sprintf("The file %s is there and valid, so this is done. Thank you! `upkeep plan` lists what Upkeep would write. Once comments are `active` there, `/upgrade help` on a roadmap issue lists what it can be asked for.", file.Code())
}
