//go:build services

package e2e_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestRefusals wants a server that is not set up to say everything that is
// wrong at once, and nothing that is secret.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		environment []string
		arguments   []string
		code        int
		says, hides []string
	}{
		{
			name: "half an app", code: 1,
			environment: []string{"GITHUB_APP_WEBHOOK_SECRET=hush"},
			says:        []string{"GITHUB_APP_INTEGRATION_ID", "GITHUB_APP_PRIVATE_KEY"},
			hides:       []string{"hush"},
		},
		{
			name: "some malformed", code: 1,
			environment: []string{
				"GITHUB_APP_INTEGRATION_ID=twelve", "GITHUB_APP_PRIVATE_KEY=-----BEGIN hush-key", "GITHUB_APP_WEBHOOK_SECRET=hush,secret",
				"GITHUB_V3_API_URL=https://hush-user:hush-password@example.org/api/v3", "UPKEEP_ADDR=nowhere",
				"UPKEEP_DATABASE_URL=mysql://hush-database@localhost", "UPKEEP_HALT=perhaps", "UPKEEP_MARKER_KEYS=hush-marker",
			},
			says: []string{
				"GITHUB_APP_INTEGRATION_ID", "GITHUB_APP_PRIVATE_KEY", "GITHUB_APP_WEBHOOK_SECRET", "GITHUB_V3_API_URL",
				"GITHUB_V4_API_URL", "UPKEEP_ADDR", "UPKEEP_DATABASE_URL", "UPKEEP_HALT", "UPKEEP_MARKER_KEYS",
			},
			hides: []string{"hush", "twelve", "nowhere", "perhaps"},
		},
		{name: "an argument too many", arguments: []string{"now"}, code: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			command := exec.Command(binary, append([]string{"serve"}, test.arguments...)...)
			command.Env, command.Dir = append(test.environment, "HOME="+t.TempDir()), t.TempDir()
			said, err := command.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != test.code {
				t.Fatalf("ended with %v, want code %d:\n%s", err, test.code, said)
			}
			for _, want := range test.says {
				if !strings.Contains(string(said), want) {
					t.Errorf("%s is not named in:\n%s", want, said)
				}
			}
			for _, secret := range test.hides {
				if strings.Contains(string(said), secret) {
					t.Errorf("%q is shown in:\n%s", secret, said)
				}
			}
		})
	}
}

// TestUnreachable starts the server while GitHub's API cannot be reached.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2, absent: true})
	w.serve(nil)
	w.activate()
	w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
	guids := w.delivered()
	w.must(w.store(func(ctx context.Context, db *store.Store) error {
		held, err := db.Held(ctx, guids)
		if len(held) != len(guids) {
			t.Errorf("%d deliveries were accepted, %d are there", len(guids), len(held))
		}
		return err
	}))
	w.arrive()
	w.eventually(w.right)
	w.quiet()
}

// delivered waits until all that has happened was told to the app, and returns
// the GUIDs. Each must have been accepted.
func (w *world) delivered() []string {
	w.Helper()
	var guids []string
	w.eventually(func() error {
		if len(w.github.Pending()) > 0 {
			return errors.New("deliveries are on their way")
		}
		return nil
	})
	for _, d := range w.github.Sent() {
		if d.StatusCode != 202 {
			w.Errorf("delivery %s %s was answered with %d", d.GUID, d.Event, d.StatusCode)
		}
		guids = append(guids, d.GUID)
	}
	if len(guids) == 0 {
		w.Error("nothing was delivered")
	}
	return guids
}
