package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
)

const (
	// startTime bounds the wait for a server to be ready, and to have looked at everything.
	startTime = time.Minute
	// idleTime is how long the server asks GitHub for nothing before it counts as idle.
	idleTime = 5 * time.Second
)

// onInstalled compares what people install with what they are promised.
func onInstalled(folder string) comparison {
	round := 0
	return comparison{
		quantities: []quantity{{"_binary", "MB"}, {"_ready", "ms"}, {"_memory", "MB"}, {"_memory_500", "MB"}},
		baseline: contestant{"what is promised", func(context.Context) ([]float64, error) {
			return []float64{45, 1000, 40, 40}, nil
		}},
		against: []contestant{{"installed", func(ctx context.Context) ([]float64, error) {
			round++
			return install(ctx, filepath.Join(folder, fmt.Sprint("installed", round)))
		}}},
	}
}

// install builds the program as `make build` does, and starts it on an empty
// SQLite database. It tells the program's size, how long it takes to be ready,
// and its memory when it has nothing to do: for an organisation without a
// policy, and after it has looked at one with an upgrade of 500 children.
func install(ctx context.Context, folder string) ([]float64, error) {
	if said, err := exec.CommandContext(ctx, "make", "build", "BIN="+folder).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make build: %w: %s", err, said)
	}
	binary := filepath.Join(folder, "upkeep")
	built, err := os.Stat(binary)
	if err != nil {
		return nil, err
	}
	ready, memory, err := rest(ctx, binary, "app: {id: 4711, slug: upkeep}\n"+organisationWith(1))
	if err != nil {
		return nil, err
	}
	_, memory500, err := rest(ctx, binary, burstOrganisation(1))
	return []float64{float64(built.Size()) / (1 << 20), float64(ready.Milliseconds()), memory, memory500}, err
}

// rest starts the program for an organisation, waits until it has nothing to
// do, and tells how long it took to be ready and its memory in MB.
func rest(ctx context.Context, binary, organisation string) (ready time.Duration, memory float64, err error) {
	github, err := emulated(organisation)
	if err != nil {
		return 0, 0, err
	}
	var asked atomic.Int64 // when it last asked GitHub for something, in nanoseconds
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(time.Now().UnixNano())
		github.ServeHTTP(w, r)
	}))
	defer served.Close()
	s, err := startInstalled(ctx, binary, github, served.URL)
	if err != nil {
		return 0, 0, err
	}
	ready, err = s.awaitReady(ctx)
	for err == nil && time.Since(s.began) < startTime && (asked.Load() == 0 || time.Since(time.Unix(0, asked.Load())) < idleTime) {
		time.Sleep(100 * time.Millisecond)
	}
	memory, memoryErr := s.memory("VmRSS:")
	return ready, memory, errors.Join(err, memoryErr, s.end())
}

// installed is a running `upkeep serve`.
type installed struct {
	process
	address string
	began   time.Time
}

func startInstalled(ctx context.Context, binary string, github *emulator.Emulator, url string) (*installed, error) {
	key, err := github.AppKey()
	if err != nil {
		return nil, err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, binary, "serve")
	command.Env = []string{
		"GITHUB_WEB_URL=" + url, "GITHUB_V3_API_URL=" + url + "/api/v3", "GITHUB_V4_API_URL=" + url + "/api/graphql",
		"GITHUB_APP_INTEGRATION_ID=4711", "GITHUB_APP_PRIVATE_KEY=" + string(key), "GITHUB_APP_WEBHOOK_SECRET=" + secret,
		"UPKEEP_ADDR=" + address, "UPKEEP_DATABASE_URL=sqlite://" + filepath.Join(filepath.Dir(binary), address+".db"),
	}
	began := time.Now()
	return &installed{process{command}, address, began}, command.Start()
}

// awaitReady tells how long the server took to be ready.
func (s *installed) awaitReady(ctx context.Context) (time.Duration, error) {
	for time.Since(s.began) < startTime {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/readyz", http.NoBody)
		if err != nil {
			return 0, err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(s.began), nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, fmt.Errorf("the server is not ready after %s", startTime)
}

// end stops the server as an operator does.
func (s *installed) end() error {
	return errors.Join(s.command.Process.Signal(os.Interrupt), s.command.Wait())
}
