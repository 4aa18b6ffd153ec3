package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wants the only comment of the app on an issue to hold some texts.
func (w *world) wantsOwn(text string, holds ...string) {
	w.t.Helper()
	own := w.own(text)
	if len(own) != 1 {
		w.t.Fatalf("the app says %q on %s, want one comment", own, text)
	}
	for _, part := range holds {
		if !strings.Contains(own[0], part) {
			w.t.Errorf("the app says %q, want %q in it", own[0], part)
		}
	}
}

// wants the living comment of a roadmap issue to hold some texts.
func (w *world) wantsLiving(text string, holds ...string) {
	w.t.Helper()
	living := w.living(text)
	for _, part := range holds {
		if !strings.Contains(living, part) {
			w.t.Errorf("the living comment says %q, want %q in it", living, part)
		}
	}
}

func (w *world) wantsReaction(text string, id int64, want string) {
	w.t.Helper()
	if diff := cmp.Diff([]string{want}, w.reactions(text, id)); diff != "" {
		w.t.Errorf("reactions (-want +got):\n%s", diff)
	}
}

// What is laid down about an upgrade stands in one comment on its roadmap
// issue, and saying it again replaces it.
func TestRoadmapSettings(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	first := w.says("ben", django, strings.Join([]string{
		"/upgrade target 1 April 2026 because support ends", "/upgrade milestone Willow", "/upgrade docs https://example.org/docs",
		"/upgrade instructions https://example.org/how",
	}, "\n\n"))
	w.quiet()
	w.wantsReaction(django, first, "+1")
	w.wantsLiving(django, "Target date: 2026-04-01, set by `ben` because `support ends`", "Named release: `Willow`",
		"Documentation: <https://example.org/docs>", "Instructions for owners: <https://example.org/how>")
	w.says("ben", django, "/upgrade target 2026-05-01 because it moved")
	w.quiet()
	w.wantsLiving(django, "Target date: 2026-05-01, set by `ben` because `it moved`", "Named release: `Willow`")
	w.restart()
	w.trigger(django)
	w.quiet()
	w.wantsLiving(django, "Target date: 2026-05-01")
}

func TestRoadmapSettingRefused(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", django, "/upgrade target 2026-03-01 because it was")
	w.quiet()
	w.wantsReaction(django, id, "confused")
	w.wantsOwn(django, "`/upgrade target 2026-03-01 because it was`", "in the past")
}

// Who starts an upgrade can make their team lead it and go on, all in one comment.
func TestStartAndLead(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", python, "/upgrade start Python\n/upgrade orchestrator arbi-bom\n/upgrade steward ben\n/upgrade milestone Willow")
	w.quiet()
	w.wantsReaction(python, id, "+1")
	w.wantsLiving(python, "`arbi-bom`", "Steward: `ben`", "Named release: `Willow`")
}
