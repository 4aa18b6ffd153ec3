//go:build services

package reconcile_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

// chaosSeeds are played by default, soakSeeds with UPKEEP_SOAK set, from firstSeed
// on: in one of the first, cards lose what only the record can give back.
const (
	firstSeed  = 21
	chaosSeeds = 5
	soakSeeds  = 200
)

// trouble strikes at some requests of a board's set-up: it fails, its answer is
// lost, the process ends before it or after it, or a person adds an option and
// gives it to a card.
type trouble struct {
	w     *world
	mu    sync.Mutex
	n     int
	at    map[int]string // by the number of the request
	dead  bool
	came  []string // options that people have added
	given string   // the one that the card has of people's
	lost  bool     // GitHub has got a list, and nobody was told
}

// levelsField is the field that the app has to make.
const levelsField = `          Owner Does:
            - TBD
            - Owner does everything
            - Owner reviews, merges, deploys, and monitors
            - Owner reviews and merges
            - Owner deploys and monitors
            - Owner reviews
            - Owner offers advice
`

// shopOther is an issue that is nobody's child.
const shopOther = "acme/shop#2"

var strikes = []string{"fails", "answer lost", "dies before", "dies after", "person"}

func (tr *trouble) strike(a asked) (*http.Response, error) {
	tr.mu.Lock()
	if tr.dead {
		tr.mu.Unlock()
		runtime.Goexit()
	}
	strike, replaces := "", strings.Contains(a.body, "ReplaceOptions(")
	if setsUp(a) {
		strike = tr.at[tr.n]
		tr.n++
	}
	if strike == "person" {
		tr.adds(!replaces)
	}
	after := strike == "answer lost" || strike == "dies after"
	tr.dead = strings.HasPrefix(strike, "dies")
	tr.lost = tr.lost || replaces && after
	tr.mu.Unlock()
	if after {
		_, _ = a.pass()
		if replaces {
			tr.w.wipe() // as where GitHub knows no ids
		}
	}
	switch {
	case strings.HasPrefix(strike, "dies"):
		runtime.Goexit()
	case after || strike == "fails":
		return nil, errors.New("the connection broke")
	}
	return a.pass()
}

// adds is a person who adds an option and gives it to a card. Between the app's
// look and its list, some tenths of a second, people can do only one of the two:
// GitHub tells which options the list took away, not which cards had them.
func (tr *trouble) adds(gives bool) {
	name := fmt.Sprintf("Idea %d", len(tr.came)+1)
	tr.came = append(tr.came, name)
	tr.w.must(tr.w.github.SetOptions("olga", maintenance, "Project", append(tr.w.board().Options["Project"], name)...))
	if gives {
		tr.given = name
		tr.w.must(tr.w.github.SetField("olga", maintenance, tr.w.ref(shopOther), "Project", name))
	}
}

// troubled sets a board up with trouble at some requests, starting the app anew
// wherever its process has ended.
func troubled(t *testing.T, seed uint64) (*world, *trouble) {
	t.Helper()
	w := started(t, strings.Replace(organisations, levelsField, "", 1))
	w.must(w.github.AddToBoard("olga", maintenance, w.ref(shopOther)))
	w.quiet()
	tr := &trouble{w: w, at: map[int]string{}}
	random := rand.New(rand.NewPCG(seed, 5))
	for range 1 + random.IntN(4) {
		tr.at[random.IntN(14)] = strikes[random.IntN(len(strikes))]
	}
	w.wire.set(tr.strike)
	w.policy(usualPolicy, writesPolicy)
	w.policy(oneUpgrade, indented(secondUpgrade))
	for range 8 {
		w.run(2 * time.Minute)
		tr.mu.Lock()
		tr.dead = false
		tr.mu.Unlock()
		w.restart()
	}
	w.wire.set(nil)
	w.run(10 * time.Minute)
	w.quiet()
	return w, tr
}

// Whatever fails while a board is set up, wherever the process ends, and whatever
// people add meanwhile: all is there once, no card has lost its option, and a
// second run writes nothing.
func TestBoardIsSetUpThroughTrouble(t *testing.T) {
	t.Parallel()
	seeds := chaosSeeds
	if os.Getenv("UPKEEP_SOAK") != "" {
		seeds = soakSeeds
	}
	for n := range seeds {
		seed := uint64(firstSeed + n)
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				troubleIsOver(t, seed)
				time.Sleep(time.Hour) // what processes that died had under way runs into its timeouts
			})
		})
	}
}

func troubleIsOver(t *testing.T, seed uint64) {
	t.Helper()
	w, tr := troubled(t, seed)
	board, held := w.board(), w.values("Project")
	want := append([]string{"Django 5.2", "Node 24", "Python 3.12"}, tr.came...)
	options := slices.Sorted(slices.Values(board.Options["Project"]))
	slices.Sort(want)
	if !tr.lost && !slices.Equal(options, want) {
		t.Errorf("options %v, want %v", options, want)
	}
	if len(slices.Compact(options)) != len(board.Options["Project"]) {
		t.Errorf("an option is there twice: %v", board.Options["Project"])
	}
	if held[shop] != "Django 5.2" {
		t.Errorf("%s has %q", shop, held[shop])
	}
	if got := held[shopOther]; !tr.lost && got != tr.given {
		t.Errorf("%s has %q, people gave it %q", shopOther, got, tr.given)
	}
	fields := slices.DeleteFunc(slices.Clone(board.Fields), func(name string) bool { return name != ownerDoes })
	if len(fields) != 1 || len(board.Options[ownerDoes]) != 7 || len(board.Views) != 3 {
		t.Errorf("fields %v, levels %v, views %+v", board.Fields, board.Options[ownerDoes], board.Views)
	}
	w.whole()
	before := len(w.github.Writes())
	for _, key := range []upgrade.Key{upgrade.BoardKey(board.ID), reconcile.AllInstallations} {
		w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: key, Installation: w.installation("acme"), Reason: "test"}))
	}
	w.quiet()
	if more := w.github.Writes()[before:]; len(more) > 0 {
		t.Errorf("a second run writes %+v", more)
	}
	if t.Failed() {
		t.Logf("trouble: %v of %d requests", tr.at, tr.n)
	}
}

// setsUp reports whether a request is one that a board is set up with.
func setsUp(a asked) bool {
	return strings.HasSuffix(a.line, "/views") || slices.ContainsFunc([]string{"Options(", "OptionCards(", "CardOptions(", "CreateField("}, func(name string) bool {
		return strings.Contains(a.body, name)
	})
}
