package chaos_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// faultsOf plays the occasions in order and lists the faults by what they happened to.
func faultsOf(p *chaos.Plan, occasions []string) map[string][]string {
	found := map[string][]string{}
	for _, asked := range occasions {
		if draw, due := p.Next(start, asked, chaos.Kinds()...); due {
			found[asked] = append(found[asked], fmt.Sprint(draw.Kind, draw.Time, draw.Pick(1000)))
		}
	}
	return found
}

func TestSameSeedSameFaultsWhateverTheOrder(t *testing.T) {
	t.Parallel()
	settings := parse(t, "storm")
	rapid.Check(t, func(t *rapid.T) {
		occasions := rapid.SliceOfN(rapid.SampledFrom([]string{"GET a", "GET b", "POST c"}), 30, 60).Draw(t, "occasions")
		seed := rapid.Int64().Draw(t, "seed")
		shuffled := rapid.Permutation(occasions).Draw(t, "shuffled")
		one, other := faultsOf(chaos.NewPlan(settings, seed, start), occasions), faultsOf(chaos.NewPlan(settings, seed, start), shuffled)
		if diff := cmp.Diff(one, other); diff != "" {
			t.Errorf("in another order:\n%s", diff)
		}
	})
}

func TestAnotherSeedGivesOtherFaults(t *testing.T) {
	t.Parallel()
	play := func(seed int64) []chaos.Fault {
		p := chaos.NewPlan(parse(t, "storm"), seed, start)
		faultsOf(p, slices.Repeat([]string{"GET a"}, 100))
		return p.Log()
	}
	if cmp.Equal(play(1), play(2)) || !cmp.Equal(play(3), play(3)) {
		t.Error("seeds do not decide")
	}
}

func TestSwitchingOneKindOffDoesNotMoveTheOthers(t *testing.T) {
	t.Parallel()
	play := func(settings string) (cuts []int) {
		p := chaos.NewPlan(parse(t, settings+",row=1000"), 7, start)
		for n := range 2000 {
			if draw, _ := p.Next(start, "GET a", chaos.Cut, chaos.Hang, chaos.Lost); draw.Kind == chaos.Cut {
				cuts = append(cuts, n)
			}
		}
		return cuts
	}
	if diff := cmp.Diff(play("cut=0.1"), play("cut=0.1,hang=0.2,lost=0.5")); diff != "" {
		t.Errorf("cuts without and with others:\n%s", diff)
	}
}

func TestRatesAreMet(t *testing.T) {
	t.Parallel()
	const draws = 10_000
	for _, kind := range chaos.Kinds() {
		for _, rate := range []float64{0.01, 0.2, 0.7} {
			p := chaos.NewPlan(chaos.Settings{Rates: map[chaos.Kind]float64{kind: rate}, Row: draws}, 42, start)
			hits := 0
			for n := range draws {
				if _, due := p.Next(start, fmt.Sprint("GET ", n%100), kind); due {
					hits++
				}
			}
			// Five standard deviations.
			if off := math.Abs(float64(hits) - rate*draws); off > 5*math.Sqrt(rate*(1-rate)*draws) {
				t.Errorf("%s at %g: %d of %d", kind, rate, hits, draws)
			}
		}
	}
}

func TestChaosEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		settings string
		want     int
	}{
		{"5xx=1,row=1000", 100},
		{"5xx=1,row=2", 67},
		{"5xx=1", 75},
		{"5xx=1,row=1000,faults=5", 5},
		{"5xx=1,row=1000,until=30s", 30},
		{"off", 0},
	}
	for _, test := range tests {
		p := chaos.NewPlan(parse(t, test.settings), 1, start)
		for n := range 100 {
			p.Next(start.Add(time.Duration(n)*time.Second), "GET a", chaos.Error)
		}
		if got := len(p.Log()); got != test.want {
			t.Errorf("%s: %d faults, want %d", test.settings, got, test.want)
		}
	}
}

func TestLogNamesWhatWhenAndHowOften(t *testing.T) {
	t.Parallel()
	p := chaos.NewPlan(parse(t, "cut=1"), 1, start)
	p.Next(start, "GET a", chaos.Lost)
	p.Next(start.Add(time.Second), "GET a", chaos.Lost, chaos.Cut)
	want := []chaos.Fault{{At: start.Add(time.Second), Kind: chaos.Cut, Asked: "GET a", Time: 2}}
	if diff := cmp.Diff(want, p.Log()); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if got := p.Log()[0].String(); got != "2026-03-02T09:00:01Z cut: GET a (time 2)" {
		t.Error(got)
	}
	for range 5000 {
		p.Next(start, "GET b", chaos.Cut)
	}
	if got := len(p.Log()); got != 1000 {
		t.Errorf("keeps %d", got)
	}
}

func TestSkewIsConstantAndBounded(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for seed := range int64(20) {
		p := chaos.NewPlan(parse(t, "skew=2m"), seed, start)
		skew := p.Skew()
		seen[skew] = true
		if skew.Abs() > 2*time.Minute || skew != p.Skew() {
			t.Errorf("seed %d: %s, then %s", seed, skew, p.Skew())
		}
	}
	if len(seen) < 15 || chaos.NewPlan(chaos.Settings{}, 1, start).Skew() != 0 {
		t.Errorf("skews %v", seen)
	}
}
