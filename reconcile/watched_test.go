package reconcile_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

// scrape is what /metrics says.
func (w *world) scrape() string {
	w.t.Helper()
	answer := httptest.NewRecorder()
	w.hook.ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	if answer.Code != 200 {
		w.t.Fatalf("/metrics: %d\n%s", answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// What the app does shows in its metrics, and nothing of GitHub's names does.
func TestMetricsTellWhatHappened(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#1"), ""))
	w.quiet()
	w.unheard(func() error { return w.github.CloseIssue("olga", w.ref("acme/lib#1"), "") })
	w.lookAtBoard()
	page := w.scrape()
	for _, want := range []string{
		`upkeep_webhook_answers_total\{status="202"\} \d`,
		`upkeep_accept_seconds_count [1-9]`,
		`upkeep_deliveries\{state="done"\} [1-9]`,
		`upkeep_deliveries_read_total\{state="ignored"\} [1-9]`,
		`upkeep_delivery_oldest_seconds 0\n`,
		`upkeep_runs_total\{kind="issue",outcome="done"\} [1-9]`,
		`upkeep_reconcile_seconds_count\{kind="issue"\} [1-9]`,
		`upkeep_github_requests_total\{access="read",api="graphql",outcome="ok"\} [1-9]`,
		`upkeep_github_requests_total\{access="write",api="rest",outcome="ok"\} [1-9]`,
		`upkeep_github_limit\{installation="\d+",resource="graphql"\} [1-9]`,
		`upkeep_github_limit_remaining\{installation="\d+",resource="core"\} [1-9]`,
		`upkeep_writes_total\{cause="person",kind="boxes",outcome="done"\} [1-9]`,
		`upkeep_drift_cards_total [1-9]`,
		`upkeep_build_info\{.*go="go`,
		`upkeep_halted 0\n`,
		`upkeep_ready 0\n`, // nothing runs in a test's world
	} {
		if !regexp.MustCompile(`(?m)^` + want).MatchString(page) {
			t.Errorf("no %s", want)
		}
	}
	for _, name := range []string{"acme", "partner", "away", "shop", "tool", "roadmap#", "Django", "olga", "arbi", "github.com/", "I_", "PVT_"} {
		for line := range strings.Lines(page) {
			if strings.HasPrefix(line, "upkeep_") && strings.Contains(line, name) {
				t.Errorf("it names %s: %s", name, line)
			}
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}

// What is withheld and what waits is told as it stands.
func TestMetricsTellWhatWaits(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "mode: active", "mode: plan", 1))
	w.trigger("acme/shop#1")
	w.clock.Pass(90 * time.Second)
	page := w.scrape()
	for _, want := range []string{
		`upkeep_withheld_writes\{kind="fields"\} [1-9]`, `upkeep_due_keys\{installation="\d+"\} [1-9]`,
		`upkeep_due_oldest_seconds\{installation="\d+"\} (89|9\d)`, `upkeep_keys\{waiting="due"\} [1-9]`,
	} {
		if !regexp.MustCompile(`(?m)^` + want).MatchString(page) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

// Every line about a run says what it is about, those of writes why and what came
// of them, and those of a delivery's consequences which delivery it was.
func TestLogTellsWhatARunIsAbout(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := newWorld(t, organisations)
	w.log = zerolog.New(&out).Level(zerolog.InfoLevel)
	w.restart()
	w.quiet()
	out.Reset()
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#1"), ""))
	w.quiet()
	writes, ofDelivery := 0, 0
	for line := range strings.Lines(out.String()) {
		var said map[string]any
		w.must(json.Unmarshal([]byte(line), &said))
		wanted := map[string][]string{
			"run":   {"key", "installation", "trigger", "outcome", "reason", "took_ms"},
			"write": {"key", "installation", "upgrade", "target", "action", "reason", "outcome"},
		}[said["message"].(string)]
		for _, field := range wanted {
			if value, ok := said[field]; !ok || value == "" {
				t.Errorf("no %s in %s", field, line)
			}
		}
		if said["message"] == "write" {
			writes++
			if said["delivery"] != nil {
				ofDelivery++
			}
		}
	}
	if writes == 0 || ofDelivery != writes {
		t.Errorf("%d of %d writes name the delivery in\n%s", ofDelivery, writes, out.String())
	}
}
