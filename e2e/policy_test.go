//go:build services

package e2e_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestPolicyProblems wants an invalid policy told in one issue that closes
// itself, while the last valid version stays in force, also over a restart.
func TestPolicyProblems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2})
	server := w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	valid, _ := w.github.File(policyRepo, policyFile)

	w.pushPolicy(strings.NewReplacer("number: 51", "number: fifty-one", "orchestration_team: arbi-bom", "team: arbi-bom").Replace(valid))
	w.eventually(func() error { return w.tells("boards.maintenance.number", "upgrades[0].team") })
	w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
	w.eventually(func() error { return w.closed(1) })

	server.stop()
	w.serve(nil)
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonCompleted))
	w.eventually(func() error { return w.field(2, "Status", "Done") })

	w.pushPolicy(valid + "modes: {}\n")
	w.eventually(func() error { return w.tells("modes") })
	w.pushPolicy(valid)
	w.eventually(func() error {
		if told := w.told(); len(told) != 1 || !told[0].Closed {
			return fmt.Errorf("mended, but told in %+v", told)
		}
		return nil
	})
	w.quiet()
	if n := w.writes("create issue"); n != 1 {
		t.Errorf("%d issues were made", n)
	}
}

func (w *world) pushPolicy(text string) {
	w.Helper()
	w.must(w.github.PushFile("ari", policyRepo, policyFile, text))
}

// told are the issues beside the policy file.
func (w *world) told() []emulator.Issue { return w.github.Issues(policyRepo) }

// tells wants one open issue that names these problems.
func (w *world) tells(problems ...string) error {
	told := w.told()
	if len(told) != 1 || told[0].Closed {
		return fmt.Errorf("told in %+v", told)
	}
	var errs []error
	for _, p := range problems {
		if !strings.Contains(told[0].Body, p) {
			errs = append(errs, fmt.Errorf("%q is not named in %q", p, told[0].Body))
		}
	}
	return errors.Join(errs...)
}
