//go:build services

package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is one process of `upkeep serve`.
type server struct {
	testing.TB
	world   *world
	command *exec.Cmd
	url     *url.URL
	log     *log
	ended   chan struct{} // closed when the process is gone
	err     error         // how it ended
}

// serve starts a process and waits until it is ready for work. More settings
// replace those of the world.
func (w *world) serve(more map[string]string) *server {
	w.Helper()
	var s *server
	w.front.expect(func() *url.URL {
		s = w.spawn(more)
		select {
		case <-s.ended:
		case address := <-s.log.address:
			s.url = &url.URL{Scheme: "http", Host: address}
		case <-time.After(patience):
		}
		return s.url
	})
	if s.url == nil {
		w.Fatalf("the server does not serve: %v\n%s", s.err, s.log)
	}
	w.eventually(func() error { return s.get("/readyz") })
	return s
}

// spawn starts a process; it is killed when the test ends.
func (w *world) spawn(more map[string]string) *server {
	w.Helper()
	command := exec.Command(binary, "serve")
	environment := w.environment()
	maps.Copy(environment, more)
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	// No server outlives the tests, however they end.
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if w.launch != nil {
		w.launch(command)
	}
	out, in := io.Pipe()
	command.Stderr = in
	s := &server{TB: w.TB, world: w, command: command, log: &log{address: make(chan string, 1)}, ended: make(chan struct{})}
	w.must(command.Start())
	go s.log.read(out)
	go func() {
		s.err = command.Wait()
		close(s.ended)
		_ = in.Close()
	}()
	w.Cleanup(func() {
		s.kill()
		if w.Failed() {
			w.Logf("the end of a server's log:\n%s", s.log)
		}
	})
	return s
}

// get asks for a path and wants 200.
func (s *server) get(path string) error {
	answer, err := http.Get(s.url.JoinPath(path).String())
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, answer.Status)
	}
	return nil
}

// kill ends the process as a power cut does.
func (s *server) kill() {
	s.leave()
	_ = s.command.Process.Kill() // it may be gone already
	<-s.ended
}

// stop asks the process to end, and wants it to do so well and in time.
func (s *server) stop() {
	s.Helper()
	s.leave()
	s.signal(syscall.SIGTERM)
	s.wantEnd()
}

// wantEnd wants the process to end by itself with code 0 within the 10 s that
// the outside contract gives it.
func (s *server) wantEnd() {
	s.Helper()
	select {
	case <-s.ended:
		if s.err != nil {
			s.Fatalf("the server ended badly: %v\n%s", s.err, s.log)
		}
	case <-time.After(10 * time.Second):
		s.Fatalf("the server has not ended in 10 s\n%s", s.log)
	}
}

func (s *server) signal(which syscall.Signal) {
	s.Helper()
	s.world.must(s.command.Process.Signal(which))
}

// leave takes the process out of the load balancer.
func (s *server) leave() {
	if s.url != nil {
		s.world.front.remove(s.url)
	}
}

// log is what a process has written.
type log struct {
	address chan string // gets the address that the server serves on
	mu      sync.Mutex
	text    []string
}

func (l *log) read(from io.Reader) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		l.mu.Lock()
		l.text = append(l.text, lines.Text())
		l.mu.Unlock()
		var said struct{ Message, Address string }
		if json.Unmarshal(lines.Bytes(), &said) == nil && said.Message == "serving" {
			l.address <- said.Address
		}
	}
	_, _ = io.Copy(io.Discard, from) // a line too long must not stop the server
}

// String is the end of the log.
func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.text[max(0, len(l.text)-60):], "\n")
}
