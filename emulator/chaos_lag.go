package emulator

import (
	"net/http"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// keepOldWorld comes before every change: when lag is due, a copy of the world
// is kept, which some reads then show. GitHub's reads come from replicas of its
// databases, which can be behind. The mutex must be held.
func (e *Emulator) keepOldWorld(by actor) {
	plan := e.chaos.Load()
	if plan == nil || by.user == nil {
		return
	}
	now := e.options.Now()
	if e.trouble.old != nil && now.Before(e.trouble.oldUntil) {
		return
	}
	e.trouble.old = nil
	if _, due := plan.Next(now, "change by "+by.user.login, chaos.Lag); !due {
		return
	}
	if len(e.nodes) > mostCopied {
		e.options.Log.Warn().Int("objects", len(e.nodes)).Int("most", mostCopied).Msg("no lag: there is too much to copy")
		return
	}
	e.trouble.old = e.replicate()
	e.trouble.oldUntil = now.Add(plan.Settings().LagTime)
}

// worldFor is the world that a request sees, and who asks in it: the present,
// or for some reads the one before a change. The mutex must be held.
func (e *Emulator) worldFor(r *http.Request, by actor) (*Emulator, actor) {
	plan, o := e.chaos.Load(), occasionOf(r.Context())
	if e.trouble.old == nil || plan == nil || o == nil || o.write {
		return e, by
	}
	now := e.options.Now()
	if !now.Before(e.trouble.oldUntil) {
		e.trouble.old = nil
		return e, by
	}
	was, known := e.trouble.old.actor(by)
	if !known {
		return e, by
	}
	if _, due := plan.Next(now, "read of "+o.asked, chaos.Stale); !due {
		return e, by
	}
	return e.trouble.old.Emulator, was
}
