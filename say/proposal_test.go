package say_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/say"
)

// nasty is text that would come alive, end code, or fake a marker.
const nasty = "@ada ``` closes #1 <!-- upkeep --> [x](https://github.com/a/b/issues/1)"

func TestNothingComesAliveInProposals(t *testing.T) {
	t.Parallel()
	evil := say.Quote(nasty)
	some := say.Differences{Number: 4, Unnamed: 1, First: []say.Difference{{evil, evil, evil, evil}, {Object: evil, What: evil}}}
	for name, text := range map[string]string{
		"valid": say.Proposal{
			File: evil, Modes: []say.ModeChange{{Upgrade: evil, Kind: "boxes", Was: "plan", Now: "active"}}, Written: some, Shown: some, Gone: some,
			Unseen: say.Unseen{Failed: 1, Unfinished: 2},
		}.Text(),
		"unknown": say.Proposal{File: evil, Unknown: true}.Text(),
		"outside": say.Proposal{File: evil, Outside: true}.Text(),
		"invalid": say.ProposalInvalid(evil, []say.Problem{{Line: 1, Path: evil, Message: evil}}, true),
		"removed": say.ProposalRemoved(evil),
		"done":    say.OnboardingDone(evil),
		"greeting": say.Onboarding{
			Organisation: evil, File: evil, Maintenance: say.FoundBoard{Title: evil, Number: 1}, Upgrades: []say.FoundUpgrade{{Name: evil, Roadmap: evil}},
			NotRead: []say.Quoted{evil}, LeftOut: 1, LeftAside: true, Proposal: say.ShowFile(nasty + "\n````\n" + nasty), Wanted: some,
			NewFile: "https://github.com/acme/.github/new/main", Kinds: []say.KindCount{{Kind: "fields", Number: 4}},
		}.Text(),
	} {
		if live := say.Live(text); len(live) > 0 {
			t.Errorf("%s: %q comes alive in:\n%s", name, live, text)
		}
	}
}

func TestProposalTellsWhatIsBareOfOneObjectInOneEntry(t *testing.T) {
	t.Parallel()
	of := func(object, what, shouldBe string) say.Difference {
		return say.Difference{Object: say.Quote(object), What: say.Quote(what), ShouldBe: say.Quote(shouldBe)}
	}
	got := say.Proposal{File: say.Quote("upkeep.yml"), Shown: say.Differences{Number: 5, First: []say.Difference{
		of("acme/shop#1", "card", ""), of("acme/shop#1", "Status", ""), of("acme/shop#1", "Owner", "ada"), of("acme/shop#2", "Status", ""), of("acme/shop#2", "Owner", ""),
	}}}.Text()
	want := "- `acme/shop#1`, `card`, `Status`\n- `acme/shop#1`, `Owner`: nothing → `ada`\n- `acme/shop#2`, `Status`, `Owner`"
	if _, list, _ := strings.Cut(got, "(5)\n\n"); list != want {
		t.Errorf("got\n%s\nwant\n%s", list, want)
	}
}

func TestProposalTellsHowMuchIsNotNamed(t *testing.T) {
	t.Parallel()
	shop := say.Difference{Object: say.Quote("acme/shop#1"), What: say.Quote("Status"), ShouldBe: say.Quote("Todo")}
	got := say.Proposal{File: say.Quote("upkeep.yml"), Written: say.Differences{Number: 5, Unnamed: 2, First: []say.Difference{shop}}}.Text()
	want := "`upkeep.yml` is valid.\n\n### Written as soon as this is merged (5)\n\n- `acme/shop#1`, `Status`: nothing → `Todo`\n- 2 more\n- 2 more in places that not everybody sees who reads this"
	if strings.TrimSpace(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// GitHub refuses an issue of more than 65,536 bytes.
func TestGreetingFitsAnIssue(t *testing.T) {
	t.Parallel()
	o := say.Onboarding{Organisation: say.Quote("acme"), Proposal: say.ShowFile(strings.Repeat("# a long reason\n", 5000)), NewFile: "https://github.com/acme/.github/new/main"}
	if text := o.Text(); len(text) > 10_000 || !strings.Contains(text, "`upkeep plan --org acme`") {
		t.Errorf("%d bytes:\n%.400s", len(text), text)
	}
}
