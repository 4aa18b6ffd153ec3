//go:build services

package reconcile_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The organisations of a wide upgrade: acme has the upgrade and half of its children,
// partner has the app too and a list issue, away has no app.
const (
	wideRoadmap = "acme/roadmap#1"
	wideList    = "acme/roadmap#2"
	wideEpic    = "partner/epics#1"
)

// wideChildren are 150 children by organisation.
func wideChildren() map[string][]string {
	all := map[string][]string{}
	for org, size := range map[string]int{"acme": 80, "partner": 40, "away": 30} {
		for n := range size {
			all[org] = append(all[org], fmt.Sprintf("%s/app-%d#%d", org, n/8, n%8+1))
		}
	}
	return all
}

// wide is the three organisations as YAML: 80 children in the roadmap issue's
// own lists, in several forms, 40 in a list issue beside it, 30 in another
// organisation's.
func wide() string {
	children := wideChildren()
	var own strings.Builder
	for n, child := range children["acme"] {
		repo, number, _ := strings.Cut(child, "#")
		switch n % 5 {
		case 0:
			fmt.Fprintf(&own, "- [ ] %s\n", child)
		case 1:
			fmt.Fprintf(&own, "* [ ] https://github.com/%s/issues/%s\n", repo, number)
		case 2:
			fmt.Fprintf(&own, "1. [ ] [the app](https://github.com/%s/issues/%s \"see there\")\n", repo, number)
		case 3:
			fmt.Fprintf(&own, "- [ ] app, whose work is\n  in %s\n", child)
		default:
			fmt.Fprintf(&own, "+ [X] done by hand? https://github.com/%s/issues/%s\n", repo, number)
		}
	}
	listed := func(children []string) string {
		return "Words of people.\n\n- [ ] " + strings.Join(children, "\n- [ ] ") + "\n\nMore words.\n"
	}
	var text strings.Builder
	text.WriteString("app: {id: 4711, slug: upkeep}\norganizations:\n")
	organisation := func(org, head, first string) {
		fmt.Fprintf(&text, "  - login: %s\n    owners: [olga]\n    members: [ben]\n%s    repositories:\n%s", org, head, first)
		for n := 0; n < len(children[org]); n += 8 {
			fmt.Fprintf(&text, "      - name: app-%d\n        people: {ben: write}\n        issues:\n", n/8)
			for range min(8, len(children[org])-n) {
				text.WriteString("          - {title: Upgrade, author: ben, body: Please.}\n")
			}
		}
	}
	issue := func(title, ends, body string) string {
		return fmt.Sprintf("          - title: %s\n            author: ben\n            line_ends: %s\n            body: |\n%s", title, ends, indent(body))
	}
	organisation("acme", "    installed: true\n    teams: [{slug: arbi-bom, members: [ben]}]\n"+wideBoard,
		widePolicy+"      - name: extra\n        people: {ben: write}\n        issues:\n          - {title: Late, author: ben, body: Please.}\n"+
			"      - name: roadmap\n        people: {ben: write}\n        issues:\n"+
			issue("Django", "crlf", "What it is about.\n\n### Children\n\n"+own.String()+"\nThat is all.\n")+
			issue("Backend", "lf", listed(children["partner"])))
	organisation("partner", "    installed: true\n", "      - name: epics\n        people: {ben: write}\n        issues:\n"+
		issue("Epic", "crlf", listed(children["away"])))
	organisation("away", "", "")
	return text.String()
}

const widePolicy = `      - name: .github
        files:
          upkeep.yml: |
            mode: active
            boards: {maintenance: 1}
            budget: {writes_per_hour: 5000, creates_per_hour: 500}
            upgrades:
              - {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}
`

const wideBoard = `    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django 5.2]
          Source: [arbi-bom]
          Owner: [arbi-bom]
          Owner Does: [TBD, Owner reviews]
`

func indent(body string) string {
	var text strings.Builder
	for line := range strings.Lines(body) {
		text.WriteString("              " + line)
	}
	return text.String()
}

// TestWideUpgradeEndsTheSameAmidChaos plays an upgrade with 150 children in three
// organisations, two list issues and people who edit, on a GitHub on which all
// goes right and on ones on which much goes wrong. All end with the same
// descriptions and the same living comment.
func TestWideUpgradeEndsTheSameAmidChaos(t *testing.T) {
	t.Parallel()
	// A request that hangs needs a clock that goes by itself, and limits go by the machine's.
	trouble, err := chaos.Parse("github,hang=0,hang-after=0,skew=0s,limit=0,lost=0.05,duplicate=0.1,lag=0.3")
	if err != nil {
		t.Fatal(err)
	}
	seeds := 5
	if os.Getenv("UPKEEP_SOAK") != "" {
		seeds = 30
	}
	calm := playWide(t, 0, chaos.Settings{})
	// Of the list 30 were closed and 8 reopened, of the epic 22 and none.
	for issue, want := range map[string]int{wideList: 22, wideEpic: 22} {
		if got := strings.Count(calm[issue], "- [x] "); got != want {
			t.Errorf("%s has %d boxes checked, want %d:\n%s", issue, got, want, calm[issue])
		}
	}
	var all sync.WaitGroup
	turns := make(chan struct{}, 2)
	for seed := range int64(seeds) {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if diff := cmp.Diff(calm, playWide(t, seed+1, trouble)); diff != "" {
				t.Errorf("seed %d ends otherwise than without chaos (-calm +chaos):\n%s", seed+1, diff)
			}
		})
	}
	all.Wait()
}

// playWide is the story; the seed decides on chaos and on the order of what
// happens at once.
func playWide(t *testing.T, seed int64, settings chaos.Settings) map[string]string {
	w := started(t, wide(), func(o *emulator.Options) { o.Seed = seed })
	random := rand.New(rand.NewPCG(uint64(seed), 6))
	w.github.SetChaos(settings)
	w.says("ben", wideRoadmap, "/upgrade list-at "+wideList+" "+wideEpic)
	w.run(time.Hour)

	// Three of four are closed, in any order, within half an hour; meanwhile people write.
	children := wideChildren()
	var closed []string
	for _, org := range []string{"acme", "partner", "away"} {
		for n, child := range children[org] {
			if n%4 > 0 {
				closed = append(closed, child)
			}
		}
	}
	random.Shuffle(len(closed), func(i, j int) { closed[i], closed[j] = closed[j], closed[i] })
	for n, child := range closed {
		w.must(w.github.CloseIssue("ben", w.ref(child), upgrade.ReasonCompleted))
		if random.IntN(5) == 0 {
			w.run(time.Duration(random.IntN(100)) * time.Second)
		}
		switch n {
		case 30:
			w.rewrites(wideRoadmap, "What it is about.", "What it is *really* about, since today.")
		case 60:
			w.rewrites(wideList, "More words.", "Other words.\r\nAnd a line.")
		}
	}
	w.run(time.Hour)

	// At a quiet moment people tick, strike out, take off and add.
	w.rewrites(wideRoadmap, "- [ ] acme/app-0#1", "- [x] acme/app-0#1")
	w.rewrites(wideRoadmap, "- [x] acme/app-1#3", "- [ ] ~~acme/app-1#3~~ N/A")
	w.rewrites(wideList, "- [ ] partner/app-0#1\n", "")
	w.rewrites(wideEpic, "More words.", "- [ ] acme/extra#1 and more words.")
	w.run(time.Hour)

	// Some come back.
	reopened := append(children["acme"][5:15:15], children["partner"][5:15]...)
	random.Shuffle(len(reopened), func(i, j int) { reopened[i], reopened[j] = reopened[j], reopened[i] })
	for _, child := range reopened {
		if w.issue(child).Closed {
			w.must(w.github.ReopenIssue("ben", w.ref(child)))
		}
		if random.IntN(3) == 0 {
			w.run(time.Duration(random.IntN(100)) * time.Second)
		}
	}
	w.run(time.Hour)
	w.github.SetChaos(chaos.Settings{})
	w.run(time.Hour)
	w.quiet()

	end := map[string]string{}
	for _, issue := range []string{wideRoadmap, wideList, wideEpic} {
		end[issue] = w.issue(issue).Body
	}
	end["living"] = say.Unmarked(w.living(wideRoadmap))
	return end
}

// rewrites is a person who edits a description.
func (w *world) rewrites(issue, from, to string) {
	w.t.Helper()
	body := w.issue(issue).Body
	if !strings.Contains(body, from) {
		w.t.Fatalf("%s has no %q:\n%s", issue, from, body)
	}
	w.must(w.github.EditBody("ben", w.ref(issue), strings.Replace(body, from, to, 1)))
}
