package gate

import (
	"errors"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Wrote is a write that was sent, for those who count them. It holds no names
// and no texts.
type Wrote struct {
	Kind    upgrade.WriteKind
	Cause   upgrade.Cause
	Outcome string
}

// The outcomes of a write.
const (
	WroteDone    = "done"
	WroteUnknown = "unknown" // the answer was lost; it is looked at before it is tried again
	WroteFailed  = "failed"
)

// tell tells whoever counts of a write.
func (r *run) tell(w write, err error) {
	if r.Wrote == nil {
		return
	}
	outcome := WroteDone
	switch {
	case errors.Is(err, ghclient.ErrUnknownOutcome):
		outcome = WroteUnknown
	case err != nil:
		outcome = WroteFailed
	}
	r.Wrote(Wrote{Kind: w.action.Write(), Cause: r.claim.Cause, Outcome: outcome})
}
