package app

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
)

const (
	alertsFile     = "../deploy/monitoring/alerts.yml"
	dashboardFile  = "../deploy/monitoring/dashboard.json"
	operationsFile = "../docs/operations.md"
)

// labelValues are the values that alert rules and panels may ask for.
func labelValues() map[string][]string {
	return map[string][]string{
		"state": {store.DeliveryPending, store.DeliveryDone, store.DeliveryIgnored, store.DeliveryParked, "conflict"},
		"waiting": {
			"due", string(store.WaitBackoff), string(store.WaitPace), string(store.WaitLimit), string(store.WaitParked), string(store.WaitLag),
		},
		"outcome": {
			runDone, gate.WroteDone, gate.WroteFailed, gate.WroteUnknown, ghclient.OutcomeFailed, ghclient.OutcomeUnknown,
		},
		"status": {"202"},
	}
}

// TestMonitoringAsksForWhatThereIs looks through the alert rules and the
// dashboard for metrics and label values that the app does not have.
func TestMonitoringAsksForWhatThereIs(t *testing.T) {
	t.Parallel()
	known, values := metricNames(), labelValues()
	label := regexp.MustCompile(`(\w+)(?:=|!=|=~|!~)\\?"([\w|]+)\\?"`)
	for _, file := range []string{alertsFile, dashboardFile} {
		text := readFile(t, file)
		names := metricsIn(text)
		if len(names) == 0 {
			t.Errorf("%s asks for nothing", file)
		}
		for _, name := range names {
			if !slices.Contains(known, withoutSuffix(name)) {
				t.Errorf("%s asks for %s", file, name)
			}
		}
		for _, found := range label.FindAllStringSubmatch(text, -1) {
			for value := range strings.SplitSeq(found[2], "|") {
				if !slices.Contains(values[found[1]], value) {
					t.Errorf("%s asks for %s", file, found[0])
				}
			}
		}
	}
}

// TestEveryMetricIsShownAndExplained wants each metric of the app on the
// dashboard and in the documentation, and nothing there that is not.
func TestEveryMetricIsShownAndExplained(t *testing.T) {
	t.Parallel()
	dashboard, operations := metricsIn(readFile(t, dashboardFile)), metricsIn(readFile(t, operationsFile))
	for _, name := range metricNames() {
		shown := func(in []string) bool {
			return slices.ContainsFunc(in, func(n string) bool { return withoutSuffix(n) == name })
		}
		if strings.HasPrefix(name, "upkeep_") && !shown(dashboard) {
			t.Errorf("the dashboard does not show %s", name)
		}
		if strings.HasPrefix(name, "upkeep_") && !shown(operations) {
			t.Errorf("docs/operations.md does not explain %s", name)
		}
	}
	for _, name := range operations {
		if !slices.Contains(metricNames(), name) {
			t.Errorf("docs/operations.md explains %s, which is not there", name)
		}
	}
}

// TestEveryAlertIsExplained wants a section with what to do for each alert.
func TestEveryAlertIsExplained(t *testing.T) {
	t.Parallel()
	alerts := regexp.MustCompile(`(?m)^ +- alert: (\w+)$`).FindAllStringSubmatch(readFile(t, alertsFile), -1)
	sections := regexp.MustCompile(`(?m)^### (Upkeep\w+)$`).FindAllStringSubmatch(readFile(t, operationsFile), -1)
	first := func(all [][]string) []string {
		var names []string
		for _, one := range all {
			names = append(names, one[1])
		}
		return names
	}
	if !slices.Equal(first(alerts), first(sections)) || len(alerts) == 0 {
		t.Errorf("the alerts are %v, docs/operations.md explains %v", first(alerts), first(sections))
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func metricsIn(text string) []string {
	return regexp.MustCompile(`\bupkeep_[a-z_]+\b`).FindAllString(text, -1)
}

// withoutSuffix is the metric that a series of a histogram belongs to.
func withoutSuffix(series string) string {
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		series = strings.TrimSuffix(series, suffix)
	}
	return series
}

// metricNames are the metrics that the app describes.
func metricNames() []string {
	descriptions := make(chan *prometheus.Desc, 200)
	newMetrics(time.Now, stored{}).registry.Describe(descriptions)
	close(descriptions)
	var names []string
	for d := range descriptions {
		names = append(names, regexp.MustCompile(`fqName: "(\w+)"`).FindStringSubmatch(d.String())[1])
	}
	return names
}
