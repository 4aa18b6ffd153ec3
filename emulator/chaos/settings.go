package chaos

import (
	"maps"
	"time"
)

// Settings say how often what goes wrong. The zero value is no chaos. A
// parameter that is zero has its default.
type Settings struct {
	// Rates are how often each kind happens, of the occasions it has: from 0, never, to 1, always.
	Rates map[Kind]float64
	// HangTime is how long a request hangs before its connection is cut, unless the client gives up first; 30 s.
	HangTime time.Duration
	// LagTime is how long reads lag after a change, by the clock of content; 5 s.
	LagTime time.Duration
	// LagShare is the share of the reads that show the old world meanwhile; a half.
	LagShare float64
	// LimitTime is how long a rate limit lasts; 60 s, as GitHub advises to wait.
	LimitTime time.Duration
	// ForbidTime is how long a lost permission stays away, by the clock of content; 60 s.
	ForbidTime time.Duration
	// DelayTime is the most by which a delivery is late, by the clock of content; 30 s.
	DelayTime time.Duration
	// Skew is the most by which GitHub's clock is wrong, in either direction; not at all.
	Skew time.Duration
	// Row is how many times in a row the same request, or a delivery of the same
	// event, can meet a fault, so that who tries again gets through; 3.
	Row int
	// Faults ends the chaos after so many; it has no end.
	Faults int
	// Until ends the chaos so long after its start; it has no end.
	Until time.Duration
}

// Off reports whether nothing at all goes wrong.
func (s Settings) Off() bool {
	for _, rate := range s.Rates {
		if rate > 0 {
			return false
		}
	}
	return s.Skew == 0
}

// withDefaults is s with every parameter filled in, on its own map.
func (s Settings) withDefaults() Settings {
	s.HangTime = either(s.HangTime, 30*time.Second)
	s.LagTime = either(s.LagTime, 5*time.Second)
	s.LagShare = either(s.LagShare, 0.5)
	s.LimitTime = either(s.LimitTime, time.Minute)
	s.ForbidTime = either(s.ForbidTime, time.Minute)
	s.DelayTime = either(s.DelayTime, 30*time.Second)
	s.Row = either(s.Row, 3)
	rates := make(map[Kind]float64, len(s.Rates)+1)
	maps.Copy(rates, s.Rates)
	rates[Stale] = s.LagShare
	s.Rates = rates
	return s
}

func either[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}
