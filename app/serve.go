package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/web"
)

const (
	// drainTime is how long runs may go on after a stop is asked for; with the
	// time to close connections the process is gone within 10 s.
	drainTime = 6 * time.Second
	closeTime = 2 * time.Second
)

// Handler is everything the app serves over HTTP.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/github/hook", a.hook)
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.metrics.page)
	web.Register(mux, command.Table())
	return mux
}

func healthz(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("alive\n")) }

func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.Ready(ctx); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// Serve accepts deliveries on the listener and works until ctx ends; then it
// stops accepting, drains, and returns within 10 s.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	return serve(ctx, listener, a.Handler(), a.options.Log, func(ctx context.Context) error { return a.Run(ctx, drainTime) })
}

// serve serves a handler on the listener while run runs; both end with ctx.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log zerolog.Logger, run func(context.Context) error) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 40 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() {
		err := server.Serve(listener)
		stop()
		served <- err
	}()
	log.Info().Str("address", listener.Addr().String()).Msg("serving")
	shut := make(chan error, 1)
	go func() {
		<-ctx.Done()
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
		defer cancel()
		shut <- server.Shutdown(closing)
	}()
	err := run(ctx)
	stop()
	shutErr := <-shut
	if errors.Is(shutErr, context.DeadlineExceeded) {
		shutErr = server.Close()
	}
	if serveErr := <-served; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serve %s: %w", listener.Addr(), serveErr))
	}
	err = errors.Join(err, shutErr)
	log.Info().Err(err).Msg("stopped")
	return err
}
