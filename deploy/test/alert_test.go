package deploytest

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunks"
)

// well is an hour of two replicas that have nothing to complain of, by the minute.
const well = `
	upkeep_ready{instance="a"} 1x60
	upkeep_ready{instance="b"} 1x60
	upkeep_halted 0x60
	upkeep_deliveries{state="parked"} 0x60
	upkeep_deliveries{state="conflict"} 0x60
	upkeep_delivery_oldest_seconds 2x60
	upkeep_webhook_answers_total{status="202"} 0+50x60
	upkeep_accept_seconds_bucket{le="1"} 0+50x60
	upkeep_accept_seconds_bucket{le="10"} 0+50x60
	upkeep_accept_seconds_bucket{le="+Inf"} 0+50x60
	upkeep_keys{waiting="due"} 3x60
	upkeep_keys{waiting="backoff"} 1x60
	upkeep_due_oldest_seconds{installation="7"} 5x60
	upkeep_github_limit{installation="7",resource="core"} 5000x60
	upkeep_github_limit_remaining{installation="7",resource="core"} 4000x60
	upkeep_github_requests_total{outcome="ok"} 0+100x60
	upkeep_github_requests_total{outcome="failed"} 0+1x60
	upkeep_writes_total{kind="fields",outcome="done"} 0+10x60
	upkeep_writes_total{kind="fields",outcome="failed"} 0+0x60
	upkeep_drift_cards_total 1x60
`

// ill is for each alert what is otherwise when it goes off.
var ill = map[string]string{
	"UpkeepIsGone":            "-upkeep_ready",
	"UpkeepIsNotReady":        "upkeep_ready{instance=\"a\"} 0x60\nupkeep_ready{instance=\"b\"} 0x60",
	"UpkeepReplicaIsNotReady": `upkeep_ready{instance="b"} 0x60`,
	"UpkeepAcceptsSlowly":     `upkeep_accept_seconds_bucket{le="1"} 0+40x60`,
	"UpkeepRefusesWebhooks":   `upkeep_webhook_answers_total{status="401"} 0+2x60`,
	"UpkeepDeliveriesPileUp":  `upkeep_delivery_oldest_seconds 0+60x60`,
	"UpkeepDeliveriesParked":  `upkeep_deliveries{state="parked"} 1x60`,
	"UpkeepDeliveryConflict":  `upkeep_deliveries{state="conflict"} 1x60`,
	"UpkeepWorkIsLate":        `upkeep_due_oldest_seconds{installation="7"} 0+60x60`,
	"UpkeepWorkParked":        `upkeep_keys{waiting="parked"} 1x60`,
	"UpkeepWorkFails":         `upkeep_keys{waiting="backoff"} 11x60`,
	"UpkeepWaitsForLimits":    `upkeep_keys{waiting="limit"} 1x60`,
	"UpkeepLimitNearlyUsed":   `upkeep_github_limit_remaining{installation="7",resource="core"} 499x60`,
	"UpkeepGitHubFails":       `upkeep_github_requests_total{outcome="failed"} 0+40x60`,
	"UpkeepWritesFail":        `upkeep_writes_total{kind="fields",outcome="failed"} 0+5x60`,
	"UpkeepMissesEvents":      `upkeep_drift_cards_total 0+3x60`,
	"UpkeepIsHalted":          `upkeep_halted 1x60`,
}

// TestAlertsGoOff wants each alert to go off for what it is for, and none while
// all is well. Work that waits during a halt is not late.
func TestAlertsGoOff(t *testing.T) {
	t.Parallel()
	expressions := alertExpressions(t)
	quiet := fill(t, well, "")
	for name, expression := range expressions {
		if n := fires(t, expression, quiet); n > 0 {
			t.Errorf("%s goes off while all is well", name)
		}
		if ill[name] == "" {
			t.Errorf("nothing is known that makes %s go off", name)
		} else if n := fires(t, expression, fill(t, well, ill[name])); n == 0 {
			t.Errorf("%s does not go off", name)
		}
	}
	halted := fill(t, well, ill["UpkeepWorkIsLate"]+"\n"+ill["UpkeepIsHalted"])
	if fires(t, expressions["UpkeepWorkIsLate"], halted) > 0 {
		t.Error("work is late during a halt")
	}
}

func alertExpressions(t *testing.T) map[string]string {
	t.Helper()
	groups, problems := rulefmt.ParseFile("../monitoring/alerts.yml", false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.Default())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	all := map[string]string{}
	for _, rule := range groups.Groups[0].Rules {
		all[rule.Alert] = rule.Expr
	}
	return all
}

// fill makes the series of a state of things, with some replaced or, with a
// minus, left out.
func fill(t *testing.T, state, change string) series {
	t.Helper()
	var all series
	for _, line := range changed(state, change) {
		name, values, err := parser.NewParser(parser.Options{}).ParseSeriesDesc(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		samples := make([]chunks.Sample, 0, len(values))
		for minute, value := range values {
			samples = append(samples, sample{at: int64(minute) * time.Minute.Milliseconds(), value: value.Value})
		}
		all = append(all, storage.NewListSeries(name, samples))
	}
	return all
}

func changed(state, change string) []string {
	lines := map[string]string{}
	for line := range strings.Lines(state + "\n" + change) {
		line = strings.TrimSpace(line)
		name, _, found := strings.Cut(line, " ")
		if gone, out := strings.CutPrefix(line, "-"); out {
			maps.DeleteFunc(lines, func(name, _ string) bool { return strings.HasPrefix(name, gone) })
		} else if found {
			lines[name] = line
		}
	}
	return slices.Sorted(maps.Values(lines))
}

// fires is how many series an expression has at the end of the hour.
func fires(t *testing.T, expression string, db series) int {
	t.Helper()
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples: 100_000, Timeout: time.Minute, NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		Parser: parser.NewParser(parser.Options{}),
	})
	query, err := engine.NewInstantQuery(t.Context(), storage.QueryableFunc(db.querier), nil, expression, time.Unix(0, 0).Add(time.Hour))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	defer query.Close()
	vector, err := query.Exec(t.Context()).Vector()
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return len(vector)
}
