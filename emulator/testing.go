package emulator

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// testKey is one key for all tests of a binary, and short: making one takes
// long, and so would signing with a longer one.
var testKey = sync.OnceValues(func() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 1024) //nolint:gosec // it protects nothing
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), nil
})

// New makes an Emulator for a test from a YAML text (see Load). Unless changed,
// it runs on the machine's clock with seed 1 and sends no webhooks; a test that
// fails prints how to have the same again, and one with strict limits fails
// where they are crossed. With the build tag "services" all
// that it says is held to GitHub's published descriptions, and what is not as
// described fails the test.
//
//	github := emulator.New(t, "organizations: [{login: acme, installed: true, owners: [olga]}]")
//	client.BaseURL = github.Serve(t) + "/api/v3/"
//
// The app's key is AppKey; a person's token is "user:" and the login, and
// MakePersonalToken makes those that can do less.
func New(t testing.TB, organisations string, change ...func(*Options)) *Emulator {
	t.Helper()
	key, err := testKey()
	if err != nil {
		t.Fatalf("make the app's key: %v", err)
	}
	options := Options{Seed: 1, Now: time.Now, AuthNow: time.Now, AppKey: key, WebhookSecret: "a secret", Watch: watcher(t)}
	for _, each := range change {
		each(&options)
	}
	if options.OnLimit == nil {
		options.OnLimit = func(c ratelimit.Crossing) { t.Error(c) }
	}
	e := Create(options)
	if err := e.Load([]byte(organisations)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the emulator's seed was %d, its chaos %s", options.Seed, e.Chaos())
		}
	})
	return e
}

// Serve serves the emulator on a loopback address and sends its webhooks until
// the test ends. It returns the address without a slash at its end, which is
// WebURL from now on.
func (e *Emulator) Serve(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is there at once
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	address := "http://" + listener.Addr().String()
	e.mu.Lock()
	e.options.WebURL, e.rendered = address, map[any]rendered{}
	e.mu.Unlock()
	server := &http.Server{Handler: e, ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- server.Serve(listener) }()
	go func() { ended <- e.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := server.Close(); err != nil {
			t.Errorf("close the emulator: %v", err)
		}
		for range cap(ended) {
			if err := <-ended; !errors.Is(err, context.Canceled) && !errors.Is(err, http.ErrServerClosed) {
				t.Errorf("serve the emulator: %v", err)
			}
		}
	})
	return address
}
