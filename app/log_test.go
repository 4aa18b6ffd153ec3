package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/testclock"
)

// A fault in a loop says so often enough and no more; what else happens is still
// said, and how much was left out, too.
func TestFaultsDoNotFloodTheLog(t *testing.T) {
	t.Parallel()
	clock := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	var out bytes.Buffer
	log := zerolog.New(&out).Hook(&quieter{now: clock.Now, dropped: prometheus.NewCounter(prometheus.CounterOpts{Name: "dropped"})})
	for range 100 {
		log.Error().Str("reason", "no disk").Msg("pump")
		log.Info().Msg("run")
	}
	log.Warn().Msg("pump")
	log.Error().Msg("work")
	clock.Pass(time.Minute)
	log.Error().Msg("pump")
	counts, dropped := map[string]int{}, 0.0
	for line := range strings.Lines(out.String()) {
		var said map[string]any
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		counts[said["level"].(string)+" "+said["message"].(string)]++
		if n, ok := said["dropped_before"].(float64); ok {
			dropped += n
		}
	}
	want := map[string]int{"error pump": linesPerMinute + 1, "info run": 100, "warn pump": 1, "error work": 1}
	if diff := cmp.Diff(want, counts); diff != "" || dropped != 100-linesPerMinute {
		t.Errorf("%v dropped, lines:\n%s", dropped, diff)
	}
}
