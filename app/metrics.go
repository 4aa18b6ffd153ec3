package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/upkeep-app/upkeep/store"
)

// collector reads the metrics from the database when they are asked for, so
// that every replica tells the same.
type collector struct {
	store interface {
		DeliveryCounts(ctx context.Context) (map[string]int64, error)
		KeyCounts(ctx context.Context) (map[store.Waiting]int64, error)
	}
}

// deliveries and keys describe the two families of metrics.
func deliveries() *prometheus.Desc {
	return prometheus.NewDesc("upkeep_deliveries", "Deliveries in the inbox, by how they ended.", []string{"state"}, nil)
}

func keys() *prometheus.Desc {
	return prometheus.NewDesc("upkeep_keys", "Keys that are not done, by what they wait for.", []string{"waiting"}, nil)
}

// Describe is part of prometheus.Collector.
func (collector) Describe(out chan<- *prometheus.Desc) {
	out <- deliveries()
	out <- keys()
}

// Collect is part of prometheus.Collector.
func (c collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) //nolint:forbidigo // Prometheus passes none
	defer cancel()
	states, err := c.store.DeliveryCounts(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(deliveries(), err)
	}
	for state, n := range states {
		out <- prometheus.MustNewConstMetric(deliveries(), prometheus.GaugeValue, float64(n), state)
	}
	waits, err := c.store.KeyCounts(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(keys(), err)
	}
	for waiting, n := range waits {
		name := string(waiting)
		if name == "" {
			name = "due"
		}
		out <- prometheus.MustNewConstMetric(keys(), prometheus.GaugeValue, float64(n), name)
	}
}
