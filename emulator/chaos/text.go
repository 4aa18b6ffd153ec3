package chaos

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// presets are settings with a name, from nothing to worse than real.
var presets = [...]struct{ name, text string }{
	{"off", ""},
	{"calm", "5xx=0.005,cut=0.002,lag=0.05,lag-time=2s,duplicate=0.01,reorder=0.02,delay=0.01,delay-time=5s"},
	{"github", "5xx=0.03,5xx-after=0.01,hang=0.002,hang-after=0.001,cut=0.01,cut-after=0.005,truncate=0.005,html=0.005," +
		"limit=0.002,batch-fail=0.01,batch-part=0.01,query-part=0.005,lag=0.2,duplicate=0.02,reorder=0.1,delay=0.05,lost=0.02,skew=2s"},
	{"storm", "5xx=0.08,5xx-after=0.05,hang=0.01,hang-after=0.01,hang-time=5s,cut=0.05,cut-after=0.05,truncate=0.03,html=0.03," +
		"limit=0.005,limit-time=10s,forbid=0.003,forbid-time=10s,batch-fail=0.1,batch-part=0.1,query-part=0.05," +
		"lag=0.5,duplicate=0.2,reorder=0.3,delay=0.2,delay-time=20s,lost=0.1,skew=20s"},
}

// Presets lists the names of ready made settings, from the mildest on.
func Presets() []string {
	var names []string
	for _, preset := range presets {
		names = append(names, preset.name)
	}
	return names
}

// parameter is a setting that is no rate.
type parameter struct {
	name string
	set  func(*Settings, string) error
	text func(Settings) string // empty for the default
}

func parameters() []parameter {
	return []parameter{
		duration("hang-time", func(s *Settings) *time.Duration { return &s.HangTime }),
		duration("lag-time", func(s *Settings) *time.Duration { return &s.LagTime }),
		{
			"lag-share",
			func(s *Settings, text string) (err error) { s.LagShare, err = parseRate(text); return err },
			func(s Settings) string { return rateText(s.LagShare) },
		},
		duration("limit-time", func(s *Settings) *time.Duration { return &s.LimitTime }),
		duration("forbid-time", func(s *Settings) *time.Duration { return &s.ForbidTime }),
		duration("delay-time", func(s *Settings) *time.Duration { return &s.DelayTime }),
		duration("skew", func(s *Settings) *time.Duration { return &s.Skew }),
		number("row", func(s *Settings) *int { return &s.Row }),
		number("faults", func(s *Settings) *int { return &s.Faults }),
		duration("until", func(s *Settings) *time.Duration { return &s.Until }),
	}
}

func duration(name string, of func(*Settings) *time.Duration) parameter {
	return parameter{
		name,
		func(s *Settings, text string) error {
			d, err := time.ParseDuration(text)
			if err != nil || d < 0 {
				return fmt.Errorf("%q is no duration such as 90s or 5m", text)
			}
			*of(s) = d
			return nil
		},
		func(s Settings) string {
			if *of(&s) == 0 {
				return ""
			}
			return of(&s).String()
		},
	}
}

func number(name string, of func(*Settings) *int) parameter {
	return parameter{
		name,
		func(s *Settings, text string) error {
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 {
				return fmt.Errorf("%q is no number from 0 on", text)
			}
			*of(s) = n
			return nil
		},
		func(s Settings) string {
			if *of(&s) == 0 {
				return ""
			}
			return strconv.Itoa(*of(&s))
		},
	}
}

// Parse reads settings as a flag has them: a preset, or rates and parameters
// as name=value, or a preset and what is different from it, with commas in
// between. The empty text is "off". Its error names every problem and what is known.
func Parse(text string) (Settings, error) {
	s := Settings{Rates: map[Kind]float64{}}
	parts := strings.Split(text, ",")
	first := strings.TrimSpace(parts[0])
	if !strings.Contains(first, "=") {
		if err := s.preset(first); err != nil {
			return Settings{}, err
		}
		parts = parts[1:]
	}
	var problems []error
	seen := map[string]bool{}
	for _, part := range parts {
		name, value, paired := strings.Cut(strings.TrimSpace(part), "=")
		switch {
		case !paired:
			problems = append(problems, fmt.Errorf("chaos: %q is no name=value; a preset stands first", name))
		case seen[name]:
			problems = append(problems, fmt.Errorf("chaos: %s is there twice", name))
		default:
			problems = append(problems, s.set(name, value))
		}
		seen[name] = true
	}
	if err := errors.Join(problems...); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// preset applies settings that have a name.
func (s *Settings) preset(name string) error {
	for _, preset := range presets {
		if preset.name != name && (name != "" || preset.name != "off") {
			continue
		}
		if preset.text == "" {
			return nil
		}
		made, err := Parse(preset.text)
		*s = made
		return err
	}
	return fmt.Errorf("chaos: no preset %q; there are %s", name, strings.Join(Presets(), ", "))
}

// set sets one rate or parameter from its text.
func (s *Settings) set(name, value string) error {
	if slices.Contains(kinds[:], Kind(name)) {
		rate, err := parseRate(value)
		if err != nil {
			return fmt.Errorf("chaos: %s: %w", name, err)
		}
		delete(s.Rates, Kind(name))
		if rate > 0 {
			s.Rates[Kind(name)] = rate
		}
		return nil
	}
	var known []string
	for _, p := range parameters() {
		if p.name == name {
			if err := p.set(s, value); err != nil {
				return fmt.Errorf("chaos: %s: %w", name, err)
			}
			return nil
		}
		known = append(known, p.name)
	}
	return fmt.Errorf("chaos: no setting %q; there are the rates %s and the parameters %s", name, join(kinds[:]), strings.Join(known, ", "))
}

func parseRate(text string) (float64, error) {
	rate, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(rate) || rate < 0 || rate > 1 {
		return 0, fmt.Errorf("%q is no rate from 0 to 1", text)
	}
	return rate, nil
}

func rateText(rate float64) string {
	if rate == 0 {
		return ""
	}
	return strconv.FormatFloat(rate, 'g', -1, 64)
}

func join(of []Kind) string {
	var names []string
	for _, kind := range of {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}

// String writes settings in full, so that Parse reads the same again.
func (s Settings) String() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	for _, kind := range kinds {
		add(string(kind), rateText(s.Rates[kind]))
	}
	for _, p := range parameters() {
		add(p.name, p.text(s))
	}
	if len(parts) == 0 {
		return "off"
	}
	return strings.Join(parts, ",")
}
