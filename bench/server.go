package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/store"
)

// acceptBare measures a server that keeps nothing.
func acceptBare(ctx context.Context) ([]float64, error) { return accept(ctx, "bare", "") }

// accept measures a server of a kind: what it accepts a second, the 99th
// percentile in ms, its peak memory in MB. What it stored must be what it accepted.
func accept(ctx context.Context, kind, databaseURL string) ([]float64, error) {
	s, err := startServer(ctx, kind, databaseURL)
	if err != nil {
		return nil, fmt.Errorf("start the %s server: %w", kind, err)
	}
	seen, err := put(ctx, s.port)
	memory, memoryErr := s.memory("VmHWM:")
	stored, stopErr := s.stop()
	if err := errors.Join(err, memoryErr, stopErr); err != nil {
		return nil, err
	}
	if stored != seen.accepted {
		return nil, fmt.Errorf("the %s server accepted %d deliveries and holds %d", kind, seen.accepted, stored)
	}
	return []float64{seen.perSecond(), float64(seen.p99().Microseconds()) / 1000, memory}, nil
}

// process is a running child.
type process struct{ command *exec.Cmd }

// server is a child that is this same program.
type server struct {
	process
	life io.Closer     // its input, which ends it
	said *bufio.Reader // its port at the start, how much it holds at the end
	port string
}

func startServer(ctx context.Context, kind, databaseURL string) (*server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &server{process: process{exec.CommandContext(ctx, program, "-serve", kind, "-database", databaseURL)}}
	s.command.Stderr = os.Stderr
	life, err := s.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	said, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	s.life, s.said = life, bufio.NewReader(said)
	if s.port, err = s.line(); err != nil {
		return nil, errors.Join(err, s.command.Wait())
	}
	return s, nil
}

func (s *server) line() (string, error) {
	text, err := s.said.ReadString('\n')
	return strings.TrimSpace(text), err
}

// memory is the process's resident set in MB: VmRSS: for what it is, VmHWM: for
// the largest it ever was.
func (p process) memory(which string) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(status) {
		if words := bytes.Fields(line); len(words) > 1 && string(words[0]) == which {
			kilobytes, err := strconv.ParseFloat(string(words[1]), 64)
			return kilobytes / 1024, err
		}
	}
	return 0, errors.New("the kernel does not tell how much memory the server has")
}

// stop ends the server and returns how many deliveries it holds.
func (s *server) stop() (int, error) {
	closeErr := s.life.Close()
	held, lineErr := s.line()
	if err := errors.Join(closeErr, lineErr, s.command.Wait()); err != nil {
		return 0, fmt.Errorf("stop the server: %w", err)
	}
	return strconv.Atoi(held)
}

// serve is the child process: it says its port, serves until its input ends,
// and says how many deliveries it holds.
func serve(ctx context.Context, kind, databaseURL string) error {
	switch kind {
	case "bare":
		return serveBare(ctx)
	case "app":
		return serveApp(ctx, databaseURL)
	default:
		return fmt.Errorf("no server is of the kind %q", kind)
	}
}

func serveBare(ctx context.Context) error {
	endpoint := &bare{}
	if err := serveUntilInputEnds(ctx, endpoint); err != nil {
		return err
	}
	_, err := fmt.Println(endpoint.accepted.Load())
	return err
}

func serveApp(ctx context.Context, databaseURL string) (err error) {
	s, err := store.Open(ctx, databaseURL, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	hook, err := app.NewHook([]byte(secret), s, func() {}, time.Now, zerolog.New(os.Stderr))
	if err != nil {
		return err
	}
	if err := serveUntilInputEnds(ctx, hook); err != nil {
		return err
	}
	held, err := s.DeliveryCounts(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Println(held[store.DeliveryPending])
	return err
}

// freeAddress is an address of this machine that nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func serveUntilInputEnds(ctx context.Context, handler http.Handler) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	// As the app serves.
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 40 * time.Second}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	if _, err := fmt.Println(port); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	if err := s.Shutdown(ctx); err != nil {
		return err
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
