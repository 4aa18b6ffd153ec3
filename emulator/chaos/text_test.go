package chaos_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

func parse(t testing.TB, text string) chaos.Settings {
	t.Helper()
	s, err := chaos.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSettingsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rates := rapid.MapOf(rapid.SampledFrom(chaos.Kinds()), rapid.Float64Range(1e-9, 1)).Draw(t, "rates")
		span := func(name string) time.Duration {
			return time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, name))
		}
		want := chaos.Settings{
			Rates: rates, HangTime: span("hang"), LagTime: span("lag"), LagShare: rapid.Float64Range(0, 1).Draw(t, "share"), LimitTime: span("limit"),
			ForbidTime: span("forbid"), DelayTime: span("delay"), Skew: span("skew"), Until: span("until"),
			Row: rapid.IntRange(0, 9).Draw(t, "row"), Faults: rapid.IntRange(0, 9).Draw(t, "faults"),
		}
		got, err := chaos.Parse(want.String())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want, diff)
		}
	})
}

func TestPresetsDifferAndCanBeChanged(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range chaos.Presets() {
		s := parse(t, name)
		if other := seen[s.String()]; other != "" || s.Off() != (name == "off") {
			t.Errorf("%s is as %q, off: %t", name, other, s.Off())
		}
		seen[s.String()] = name
	}
	changed, storm := parse(t, "storm, lost=0, row=9"), parse(t, "storm")
	delete(storm.Rates, chaos.Lost)
	storm.Row = 9
	if diff := cmp.Diff(storm, changed); diff != "" {
		t.Errorf("a storm without losses (-want +got):\n%s", diff)
	}
	if got := parse(t, "").String(); got != "off" {
		t.Errorf("nothing is %q", got)
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"gale":                    `no preset "gale"; there are off, calm, github, storm`,
		"storm,calm":              `"calm" is no name=value; a preset stands first`,
		"lag=2":                   `lag: "2" is no rate from 0 to 1`,
		"lag=NaN":                 `lag: "NaN" is no rate`,
		"lag=-1":                  `lag: "-1" is no rate`,
		"lag-time=5":              `lag-time: "5" is no duration such as 90s`,
		"row=-1":                  `row: "-1" is no number from 0 on`,
		"lag=0.1,lag=0.2":         "lag is there twice",
		"4xx=1":                   `no setting "4xx"; there are the rates 5xx, 5xx-after, hang`,
		"typo=1,hang-time=a":      `hang-time: "a" is no duration`,
		"typo=1 , lost=often":     `no setting "typo"`,
		"storm,until=-1s":         `until: "-1s" is no duration`,
		"faults=1.5":              `faults: "1.5" is no number`,
		"lag-share=2":             `lag-share: "2" is no rate`,
		"off,stale=1":             `no setting "stale"`,
		strings.Repeat("x=1,", 2): "x is there twice",
	} {
		if s, err := chaos.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want %s", text, s, err, want)
		}
	}
}

func TestSettingsInYAML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"chaos: storm":        "storm",
		"chaos: storm,lost=0": "storm,lost=0",
		"chaos: {lost: 0, preset: storm, row: 5, lag-time: 1m}": "storm,lost=0,row=5,lag-time=1m",
		"chaos: {5xx: 0.5}": "5xx=0.5",
	} {
		var read struct{ Chaos chaos.Settings }
		if err := yaml.Unmarshal([]byte(text), &read); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(parse(t, want), read.Chaos); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	for text, want := range map[string]string{"chaos: [storm]": "a text or a mapping", "chaos: {gale: 1}": `line 1: chaos: no setting "gale"`} {
		var read struct{ Chaos chaos.Settings }
		if err := yaml.Unmarshal([]byte(text), &read); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
