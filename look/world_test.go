package look_test

import (
	"os"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
)

// lookedAt is when the tests look.
var lookedAt = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// world is an emulated GitHub that is looked at with the app's token.
type world struct {
	*ghclient.Client
	github *emulator.Emulator
	inst   int64
}

func newWorld(t *testing.T, file string) *world {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	github := emulator.New(t, string(text), func(o *emulator.Options) { o.Now = func() time.Time { return lookedAt } })
	key, err := github.AppKey()
	if err != nil {
		t.Fatal(err)
	}
	client, err := ghclient.New(ghclient.Config{
		WebURL: "https://github.com", V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql",
		AppID: 1207, PrivateKey: key, Transport: github.RoundTripper(), Now: time.Now, UserAgent: "upkeep-test",
	})
	if err != nil {
		t.Fatal(err)
	}
	installations, err := client.Installations(t.Context())
	if err != nil || len(installations) != 1 {
		t.Fatalf("installations %+v, %v", installations, err)
	}
	return &world{client, github, installations[0].ID}
}

func (w *world) discover(t *testing.T, organisation string) look.Found {
	t.Helper()
	found, err := look.Discover(t.Context(), w, w.inst, organisation, lookedAt)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
