package emulator

import (
	"time"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// trouble is what goes wrong for longer than one request. The mutex guards it.
type trouble struct {
	// old is the world before some change, which some reads show until oldUntil; nil if none does.
	old      *replica
	oldUntil time.Time
	// forbidden are the installations that cannot write, and until when; by the content clock.
	forbidden map[*installation]time.Time
}

// Chaos is what goes wrong at present.
func (e *Emulator) Chaos() chaos.Settings {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.options.Chaos
}

// SetChaos sets what goes wrong from now on and ends what goes wrong at
// present: reads do not lag any more, permissions are there again, and
// deliveries that were held back are due. The faults begin anew from the seed,
// and so does their log.
func (e *Emulator) SetChaos(settings chaos.Settings) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.setChaos(settings)
}

func (e *Emulator) setChaos(settings chaos.Settings) {
	e.options.Chaos = settings
	e.trouble = trouble{forbidden: map[*installation]time.Time{}}
	e.limits.Lift()
	for _, d := range e.log.pending {
		d.due, d.overtaken = time.Time{}, 0
	}
	e.announce()
	if settings.Off() {
		e.chaos.Store(nil)
		e.skew.Store(0)
		return
	}
	plan := chaos.NewPlan(settings, e.options.Seed, e.options.Now())
	e.chaos.Store(plan)
	e.skew.Store(int64(plan.Skew()))
}

// ChaosLog lists the latest faults since SetChaos, oldest first.
func (e *Emulator) ChaosLog() []chaos.Fault {
	if plan := e.chaos.Load(); plan != nil {
		return plan.Log()
	}
	return nil
}

// forbid takes an installation's permission to write away for a while. When it
// is given back, the app hears of it as of any permission that an owner accepts.
func (e *Emulator) forbid(in *installation, lasting time.Duration) error {
	until := e.options.Now().Add(lasting)
	e.trouble.forbidden[in] = until
	by := actor{user: e.app.bot}
	if len(in.org.owners) > 0 {
		by.user = in.org.owners[0]
	}
	before := len(e.log.pending)
	err := e.change(by, func(t *tx) error {
		t.emitInstallation("installation", "new_permissions_accepted", in, object{
			"repositories": list(in.org.reposOf(in), shortRepositoryJSON), "requester": nil,
		})
		return nil
	})
	for _, d := range e.log.pending[before:] {
		d.due, d.overtaken, d.givesBack = until, 0, in
	}
	return err
}

// isForbidden reports whether an installation has lost its permission to write.
func (e *Emulator) isForbidden(in *installation) bool {
	until, lost := e.trouble.forbidden[in]
	if lost && !e.options.Now().Before(until) {
		delete(e.trouble.forbidden, in)
		return false
	}
	return lost
}
