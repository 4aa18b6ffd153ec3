package app

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// waiting is a database that does not answer until it is let go.
type waiting struct{ asked, free chan struct{} }

func (w waiting) Describe(out chan<- *prometheus.Desc) { out <- describe("waiting", "Nothing.") }

func (w waiting) Collect(chan<- prometheus.Metric) {
	w.asked <- struct{}{}
	<-w.free
}

// However many ask for /metrics at once, the database is asked by a few.
func TestScrapesAreBounded(t *testing.T) {
	t.Parallel()
	stored := waiting{asked: make(chan struct{}, 10), free: make(chan struct{})}
	m := newMetrics(time.Now, stored)
	scrape := func() int {
		answer := httptest.NewRecorder()
		m.page.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return answer.Code
	}
	var scrapes sync.WaitGroup
	for range scrapesAtOnce {
		scrapes.Go(func() {
			if code := scrape(); code != http.StatusOK {
				t.Errorf("a scrape is answered %d", code)
			}
		})
		<-stored.asked
	}
	if code := scrape(); code != http.StatusServiceUnavailable {
		t.Errorf("one too many is answered %d", code)
	}
	close(stored.free)
	scrapes.Wait()
}
