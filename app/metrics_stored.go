package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/upkeep-app/upkeep/store"
)

// stored reads metrics from the database when they are asked for, so that every
// replica tells the same, and whether this replica is ready.
type stored struct {
	store interface {
		DeliveryCounts(ctx context.Context) (map[string]int64, error)
		KeyCounts(ctx context.Context) (map[store.Waiting]int64, error)
		PlannedCounts(ctx context.Context) (map[string]int64, error)
		Loads(ctx context.Context) ([]store.Load, error)
		Unread(ctx context.Context) (time.Duration, error)
	}
	halted func(context.Context) (bool, error)
	ready  func(context.Context) error
}

// gauge is one of the metrics, and how it is found out.
type gauge struct {
	description *prometheus.Desc
	read        func(context.Context, stored) ([]sample, error)
}

// sample is one value, with the value of the metric's label.
type sample struct {
	label string
	value float64
}

// gauges are all metrics of the database.
func gauges() []gauge {
	return []gauge{
		{describe("upkeep_deliveries", "Deliveries in the inbox, by how they ended.", "state"), func(ctx context.Context, s stored) ([]sample, error) {
			counts, err := s.store.DeliveryCounts(ctx)
			return samples(counts), err
		}},
		{describe("upkeep_delivery_oldest_seconds", "How long the first of the deliveries that wait to be read has waited."), func(ctx context.Context, s stored) ([]sample, error) {
			age, err := s.store.Unread(ctx)
			return []sample{{value: age.Seconds()}}, err
		}},
		{describe("upkeep_keys", "Keys that are not done, by what they wait for.", "waiting"), func(ctx context.Context, s stored) ([]sample, error) {
			counts, err := s.store.KeyCounts(ctx)
			if n, some := counts[""]; some {
				delete(counts, "")
				counts["due"] = n
			}
			return samples(counts), err
		}},
		{describe("upkeep_due_keys", "Keys that are due and not taken up, by installation.", "installation"), func(ctx context.Context, s stored) ([]sample, error) {
			loads, err := s.store.Loads(ctx)
			return ofLoads(loads, func(l store.Load) float64 { return float64(l.Keys) }, func(a, b float64) float64 { return a + b }), err
		}},
		{describe("upkeep_due_oldest_seconds", "How long the first of the due keys has waited, by installation.", "installation"), func(ctx context.Context, s stored) ([]sample, error) {
			loads, err := s.store.Loads(ctx)
			return ofLoads(loads, func(l store.Load) float64 { return l.Oldest.Seconds() }, func(a, b float64) float64 { return max(a, b) }), err
		}},
		{describe("upkeep_withheld_writes", "What plan mode withholds, by kind of write.", "kind"), func(ctx context.Context, s stored) ([]sample, error) {
			counts, err := s.store.PlannedCounts(ctx)
			return samples(counts), err
		}},
		{describe("upkeep_halted", "1 while all writes to GitHub are stopped."), func(ctx context.Context, s stored) ([]sample, error) {
			halted, err := s.halted(ctx)
			return []sample{{value: truth(halted)}}, err
		}},
		{describe("upkeep_ready", "1 while this replica stores deliveries and works on them, as /readyz says."), func(ctx context.Context, s stored) ([]sample, error) {
			return []sample{{value: truth(s.ready(ctx) == nil)}}, nil
		}},
	}
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// samples are counts by label, in order.
func samples[K ~string](counts map[K]int64) []sample {
	all := make([]sample, 0, len(counts))
	for label, n := range counts {
		all = append(all, sample{string(label), float64(n)})
	}
	slices.SortFunc(all, func(a, b sample) int { return cmp.Compare(a.label, b.label) })
	return all
}

// ofLoads gives the first installations series of their own, and the others one together.
func ofLoads(loads []store.Load, value func(store.Load) float64, together func(a, b float64) float64) []sample {
	var all []sample
	for n, l := range loads {
		switch {
		case n < shown:
			all = append(all, sample{strconv.FormatInt(l.Installation, 10), value(l)})
		case n == shown:
			all = append(all, sample{"other", value(l)})
		default:
			all[shown].value = together(all[shown].value, value(l))
		}
	}
	return all
}

// Describe is part of prometheus.Collector.
func (stored) Describe(out chan<- *prometheus.Desc) {
	for _, g := range gauges() {
		out <- g.description
	}
}

// scrapeTime bounds what one scrape waits for the database.
const scrapeTime = 2 * time.Second

// Collect is part of prometheus.Collector. What cannot be read is left out, and
// makes the others no less true.
func (s stored) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime) //nolint:forbidigo // Prometheus passes none
	defer cancel()
	for _, g := range gauges() {
		all, err := g.read(ctx, s)
		if err != nil {
			out <- prometheus.NewInvalidMetric(g.description, err)
			continue
		}
		for _, one := range all {
			var labels []string
			if one.label != "" {
				labels = []string{one.label}
			}
			out <- prometheus.MustNewConstMetric(g.description, prometheus.GaugeValue, one.value, labels...)
		}
	}
}
