package app

import (
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/upkeep-app/upkeep/store"
)

// TestMonitoringAsksForWhatThereIs looks through the alert rules and the
// dashboard for metrics and label values that the app does not have.
func TestMonitoringAsksForWhatThereIs(t *testing.T) {
	t.Parallel()
	values := map[string][]string{
		"state": {store.DeliveryPending, store.DeliveryDone, store.DeliveryIgnored, store.DeliveryParked, "conflict"},
		"waiting": {
			"due", string(store.WaitBackoff), string(store.WaitPace), string(store.WaitLimit), string(store.WaitParked), string(store.WaitLag),
		},
	}
	metric, label := regexp.MustCompile(`upkeep_\w+`), regexp.MustCompile(`(\w+)!?=\\?"(\w+)\\?"`)
	for _, file := range []string{"../deploy/monitoring/alerts.yml", "../deploy/monitoring/dashboard.json"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names := metric.FindAllString(string(text), -1)
		if len(names) == 0 {
			t.Errorf("%s asks for nothing", file)
		}
		for _, name := range names {
			if !slices.Contains(metricNames(), name) {
				t.Errorf("%s asks for %s", file, name)
			}
		}
		for _, found := range label.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(values[found[1]], found[2]) {
				t.Errorf("%s asks for %s", file, found[0])
			}
		}
	}
}

// metricNames are the metrics that the app describes.
func metricNames() []string {
	descriptions := make(chan *prometheus.Desc, 100)
	newMetrics(time.Now, stored{}).registry.Describe(descriptions)
	close(descriptions)
	var names []string
	for d := range descriptions {
		name := regexp.MustCompile(`fqName: "(\w+)"`).FindStringSubmatch(d.String())[1]
		names = append(names, name, name+"_bucket", name+"_sum", name+"_count")
	}
	return names
}
