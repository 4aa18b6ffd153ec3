package app

import (
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// metrics counts what this process does, and serves that with what the database
// tells. No label holds a name of anything on GitHub, and each has few values:
// installations are told by their ids, the most pressing ones only.
// docs/operations.md says what each metric is for.
type metrics struct {
	registry *prometheus.Registry
	// page is what /metrics answers.
	page    http.Handler
	budgets budgets

	answers  *prometheus.CounterVec // by status
	accepted prometheus.Histogram
	read     *prometheus.CounterVec // by state
	runs     *prometheus.CounterVec // by kind of key, outcome
	runTime  *prometheus.HistogramVec
	requests *prometheus.CounterVec // by api, access, outcome
	asked    *prometheus.HistogramVec
	writes   *prometheus.CounterVec // by kind, cause, outcome
	drifted  prometheus.Counter
	dropped  prometheus.Counter // lines of the log
}

// newMetrics makes the metrics of a process; stored tells those of the database.
func newMetrics(now func() time.Time, stored prometheus.Collector) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		budgets:  budgets{now: now, known: map[budgetOf]ghclient.Budget{}},
		answers:  counter("upkeep_webhook_answers_total", "Webhook requests, by the status they were answered with.", "status"),
		accepted: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "upkeep_accept_seconds", Help: "How long webhook requests took to be stored and answered with 202.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}),
		read: counter("upkeep_deliveries_read_total", "Deliveries that this process has read, by how they ended.", "state"),
		runs: counter("upkeep_runs_total", "Runs of keys, by kind of key and how they ended.", "kind", "outcome"),
		runTime: histogram("upkeep_reconcile_seconds", "How long runs of keys took, by kind of key.",
			[]float64{.005, .025, .1, .25, .5, 1, 2.5, 5, 10, 25}, "kind"),
		requests: counter("upkeep_github_requests_total", "Requests to GitHub, by API, access and outcome.", "api", "access", "outcome"),
		asked: histogram("upkeep_github_request_seconds", "How long requests to GitHub took, by API.",
			[]float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 40}, "api"),
		writes:  counter("upkeep_writes_total", "Writes to GitHub, by kind, what set them off, and outcome.", "kind", "cause", "outcome"),
		dropped: prometheus.NewCounter(prometheus.CounterOpts{Name: "upkeep_log_lines_dropped_total", Help: "Warnings and errors left out of the log because there were too many alike."}),
		drifted: prometheus.NewCounter(prometheus.CounterOpts{Name: "upkeep_drift_cards_total", Help: "Cards that looks at whole boards found not as they should be."}),
	}
	m.registry.MustRegister(
		stored, &m.budgets, m.answers, m.accepted, m.read, m.runs, m.runTime, m.requests, m.asked, m.writes, m.drifted, m.dropped, build(),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.page = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: scrapesAtOnce, ErrorHandling: promhttp.ContinueOnError})
	return m
}

// scrapesAtOnce bounds what /metrics can cost the database.
const scrapesAtOnce = 2

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
}

// build is 1, with what the Go toolchain recorded in the binary.
func build() prometheus.Collector {
	labels := prometheus.Labels{"version": "", "revision": "", "go": ""}
	if info, ok := debug.ReadBuildInfo(); ok {
		labels["version"], labels["go"] = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				labels["revision"] = s.Value
			}
		}
	}
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "upkeep_build_info", Help: "1, with the version in its labels.", ConstLabels: labels,
	}, func() float64 { return 1 })
}

// answered counts a webhook request.
func (m *metrics) answered(status int, took time.Duration) {
	m.answers.WithLabelValues(strconv.Itoa(status)).Inc()
	if status == http.StatusAccepted {
		m.accepted.Observe(took.Seconds())
	}
}

// ended counts deliveries that were read.
func (m *metrics) ended(all []store.Ending) {
	for _, e := range all {
		m.read.WithLabelValues(e.State).Inc()
	}
}

// ran counts a run of a key.
func (m *metrics) ran(kind upgrade.Kind, outcome string, took time.Duration) {
	m.runs.WithLabelValues(string(kind), outcome).Inc()
	m.runTime.WithLabelValues(string(kind)).Observe(took.Seconds())
}

// answer counts a request to GitHub.
func (m *metrics) answer(asking ghclient.Asking, answer ghclient.Answer, took time.Duration) {
	access := "read"
	if asking.Write {
		access = "write"
	}
	m.requests.WithLabelValues(asking.API, access, answer.Outcome).Inc()
	m.asked.WithLabelValues(asking.API).Observe(took.Seconds())
	m.budgets.saw(asking.Installation, answer.Budget)
}

// causes are what sets off a write.
var causes = map[upgrade.Cause]string{upgrade.CauseOther: "other", upgrade.CauseResync: "resync", upgrade.CausePerson: "person"}

// wrote counts a write.
func (m *metrics) wrote(w gate.Wrote) {
	m.writes.WithLabelValues(string(w.Kind), causes[w.Cause], w.Outcome).Inc()
}
