package upgrade

import (
	"maps"
	"time"
)

// Setting is what a person has laid down about an issue, by a command or, with
// the right to the command, on the board. It holds until somebody with the right
// changes it. Nobody is its author when it stood on the board before the app came.
type Setting struct {
	// Name is one of the names below; those that there can be several of end in
	// a colon and what they are about.
	Name string
	// Value is in one form for each name: dates as 2026-04-01, accounts as their
	// login, issues as owner/repo#1. Empty takes the setting back.
	Value string
	// Because is the reason given, in the person's own words; may be empty.
	Because string
	By      Actor
	At      time.Time
}

// The names of settings. Those that a roadmap issue has are folded into its Upgrade by Upgrade.With.
const (
	SettingOrchestrationTeam = "orchestrator"
	SettingSteward           = "steward"
	SettingTargetDate        = "target"
	// SettingStarted is the upgrade's name, where a command has started it;
	// SettingFrom and SettingTo are the versions that it moves between.
	SettingStarted = "start"
	SettingFrom    = "from"
	SettingTo      = "to"
	// SettingStarting marks an issue of no upgrade on which somebody asks to start
	// one, until that is decided.
	SettingStarting     = "starting"
	SettingNamedRelease = "milestone"
	SettingDocs         = "docs"
	SettingInstructions = "instructions"
	// SettingPaused is "yes" or, once the upgrade was resumed, "no".
	SettingPaused = "paused"
	// SettingAdd and SettingRemove, each with a node id, are the place of an
	// issue that people have made a child, or none.
	SettingAdd    = "add:"
	SettingRemove = "remove:"
	// SettingListAt, with the node id of an issue after it, says that the lists of
	// that one count as the roadmap issue's own; the value is its place.
	SettingListAt = "list-at:"
	// SettingTidied is how many lists the last `tidy` has made plain.
	SettingTidied = "tidy"
	// SettingCheck, with a step's id, is what a person has said about its box; see byHand.
	SettingCheck = "check:"
	// SettingAccept, with what a line of the runbook says, is the id of the step
	// that a person has said it is.
	SettingAccept = "accept:"
	// SettingEnded is an Ending, or "reopened" once a person has opened the roadmap issue again.
	SettingEnded = "ended"
	// SettingNotesDraft is a digest of the deployment notes in the draft that was
	// shown last; SettingNotesAcknowledged is "yes" once somebody has acknowledged it.
	SettingNotesDraft        = "notes-draft"
	SettingNotesAcknowledged = "notes-acknowledged"
	// SettingMode, followed by a kind of write, is that kind's Mode in the upgrade.
	SettingMode = "mode:"
)

// The names of a child's settings.
const (
	// SettingLevel is the upgrade service level, by its name on the board.
	SettingLevel = "level"
	// SettingProject is the name of the upgrade that rules the child, of those it belongs to.
	SettingProject = "project"
	// SettingOwner is who owns the child's repository, as ParseOwner reads it.
	SettingOwner = "owner"
	// SettingBlockedBy, with the node id of an issue after it, says that the child
	// waits for that one, which the value names.
	SettingBlockedBy = "blocked-by:"
	// SettingExempt is the first day on which the child counts again, or exemptAlways.
	SettingExempt = "exempt"
	// SettingNotAffected is "yes".
	SettingNotAffected = "not-affected"
)

// exemptAlways is the value of SettingExempt without an end.
const exemptAlways = "always"

// Settings are an issue's settings by name.
type Settings map[string]Setting

// Value is what a setting holds; empty when it is not set.
func (s Settings) Value(name string) string { return s[name].Value }

// BlockedBy are the issues that a child waits for by command, in the order of their ids.
func (s Settings) BlockedBy() []NodeID { return s.about(SettingBlockedBy) }

// with is a copy that has more settings; an empty value takes one out.
func (s Settings) with(more ...Setting) Settings {
	out := make(Settings, len(s)+len(more))
	maps.Copy(out, s)
	for _, setting := range more {
		if setting.Value == "" {
			delete(out, setting.Name)
			continue
		}
		out[setting.Name] = setting
	}
	return out
}

// setting is what the author of a comment lays down by a command in it.
func (a Asked) setting(name, value, because string) Setting {
	at, _ := a.writtenAt()
	return Setting{Name: name, Value: value, Because: because, By: a.Comment.Author, At: at}
}
