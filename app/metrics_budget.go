package app

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/upkeep-app/upkeep/ghclient"
)

// shown is how many installations have series of their own: the most pressing.
const shown = 20

// budgets remembers what GitHub said last is left of each installation's hour.
type budgets struct {
	now func() time.Time

	mu    sync.Mutex
	known map[budgetOf]ghclient.Budget
}

type budgetOf struct {
	installation int64
	resource     string
}

// resources are the budgets that the app spends from; whatever else GitHub
// counts is "other".
var resources = []string{"core", "graphql", "search"}

func (b *budgets) saw(installation int64, budget ghclient.Budget) {
	if budget.Limit == 0 {
		return
	}
	of := budgetOf{installation, budget.Resource}
	if !slices.Contains(resources, of.resource) {
		of.resource = "other"
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	// Answers overtake each other; within an hour the smaller number is the later.
	if last, known := b.known[of]; known && last.Reset.Sub(budget.Reset) > -time.Minute && last.Left < budget.Left && b.now().Before(last.Reset) {
		return
	}
	b.known[of] = budget
}

// least are the budgets with the smallest part left, the smallest first. An hour
// that is over has begun anew.
func (b *budgets) least() ([]budgetOf, map[budgetOf]ghclient.Budget) {
	b.mu.Lock()
	known := maps.Clone(b.known)
	b.mu.Unlock()
	now := b.now()
	for of, budget := range known {
		if !now.Before(budget.Reset) {
			budget.Left = budget.Limit
			known[of] = budget
		}
	}
	all := slices.SortedFunc(maps.Keys(known), func(a, c budgetOf) int {
		return cmp.Or(
			cmp.Compare(known[a].Left*known[c].Limit, known[c].Left*known[a].Limit),
			cmp.Compare(a.installation, c.installation), cmp.Compare(a.resource, c.resource),
		)
	})
	return all[:min(len(all), shown)], known
}

func budgetLimit() *prometheus.Desc {
	return prometheus.NewDesc("upkeep_github_limit", "Requests an hour that GitHub allows, by installation and resource.", []string{"installation", "resource"}, nil)
}

func budgetLeft() *prometheus.Desc {
	return prometheus.NewDesc("upkeep_github_limit_remaining", "Requests left of this hour; the installations with the least left.", []string{"installation", "resource"}, nil)
}

// Describe is part of prometheus.Collector.
func (b *budgets) Describe(out chan<- *prometheus.Desc) {
	out <- budgetLimit()
	out <- budgetLeft()
}

// Collect is part of prometheus.Collector.
func (b *budgets) Collect(out chan<- prometheus.Metric) {
	least, known := b.least()
	for _, of := range least {
		labels := []string{strconv.FormatInt(of.installation, 10), of.resource}
		out <- prometheus.MustNewConstMetric(budgetLimit(), prometheus.GaugeValue, float64(known[of].Limit), labels...)
		out <- prometheus.MustNewConstMetric(budgetLeft(), prometheus.GaugeValue, float64(known[of].Left), labels...)
	}
}
