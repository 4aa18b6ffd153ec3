package upgrade

// State is where an upgrade stands, as the Roadmap board shows it.
type State string

// The states.
const (
	// StatePlanned is an upgrade that has no children yet.
	StatePlanned State = "planned"
	StateActive  State = "active"
	StatePaused  State = "paused"
	// StateFinishing is an upgrade of which nothing is left to do but to finish it.
	StateFinishing State = "finishing"
	StateDone      State = "done"
	StateCancelled State = "cancelled"
)

// state is where the upgrade stands, and why.
func (f RoadmapFacts) state() (State, string) {
	left, _ := f.left()
	switch {
	case f.Upgrade.Ended == EndFinished:
		return StateDone, "a command finished the upgrade"
	case f.Upgrade.Ended == EndCancelled:
		return StateCancelled, "a command cancelled the upgrade"
	case f.Upgrade.Paused:
		return StatePaused, "a command paused the upgrade"
	case len(f.counted()) == 0 && len(left) == 0:
		return StatePlanned, "the upgrade has no children yet"
	case len(left) == 0:
		return StateFinishing, "no child keeps the upgrade from being finished"
	default:
		return StateActive, "there is work left"
	}
}
