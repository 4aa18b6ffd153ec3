package reconcile

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/try"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestBodiesAreDecidedAsTheyAreTried has the decider of roadmap issues close all
// children of every form of list, reopen the third one, and close it again: each
// time its boxes become what `upkeep try body` says, whose goldens are beside the
// bodies.
func TestBodiesAreDecidedAsTheyAreTried(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d bodies (%v), want at least 40", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := newDescribed(t, string(body))
			if len(d.refs) == 0 {
				return
			}
			tried := d.tries(t, string(body), d.refs, nil)
			if len(d.refs) < 3 {
				return
			}
			tried = d.tries(t, tried, nil, d.refs[2:3])
			d.tries(t, tried, d.refs, nil)
		})
	}
}

// described is a description as the decider knows it from run to run.
type described struct {
	reconciler *Reconciler
	facts      upgrade.RoadmapFacts
	// refs are the children that decide about a box, in the order of the text.
	refs []upgrade.Ref
}

func newDescribed(t *testing.T, body string) *described {
	t.Helper()
	ref := upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 283}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	d := &described{reconciler: &Reconciler{Options: Options{Host: "github.com"}}, facts: upgrade.RoadmapFacts{
		Now: at, Host: "github.com", Upgrade: upgrade.Upgrade{Name: "Django 5.2", Roadmap: ref},
		Issue: upgrade.Issue{
			IssueState:   upgrade.IssueState{ID: "roadmap", Ref: ref, Repository: upgrade.Repository{ID: "R", Owner: ref.Owner, Name: ref.Repo}},
			BodyEditedAt: at,
		},
		Children: map[upgrade.Ref]upgrade.IssueState{}, Bases: map[string]string{},
	}}
	d.read(t, body)
	for _, item := range d.facts.Items {
		for _, named := range item.Refs {
			key := named.Fold()
			if _, known := d.facts.Children[key]; known {
				continue
			}
			d.refs = append(d.refs, named)
			d.facts.Children[key] = upgrade.IssueState{
				ID: upgrade.NodeID("child-" + key.String()), Ref: named, CreatedAt: at,
				Repository: upgrade.Repository{ID: upgrade.NodeID(key.Owner + "/" + key.Repo), Owner: named.Owner, Name: named.Repo},
			}
		}
	}
	return d
}

// read takes the description for the one that stands there.
func (d *described) read(t *testing.T, body string) {
	t.Helper()
	d.facts.Issue.Body = body
	found, err := d.reconciler.lists(d.facts.Issue, d.reconciler.matcher(1, upgrade.Policy{}))
	if err != nil {
		t.Fatal(err)
	}
	d.facts.Items, d.facts.Nested = found.items, found.nested
}

// tries closes and reopens children, and wants the decider's boxes to be those of
// the rehearsal of the same change; it returns the description after that.
func (d *described) tries(t *testing.T, body string, closed, reopened []upgrade.Ref) string {
	t.Helper()
	d.facts.Now = d.facts.Now.Add(time.Hour)
	for _, change := range []struct {
		refs   []upgrade.Ref
		closed bool
	}{{closed, true}, {reopened, false}} {
		for _, ref := range change.refs {
			state := d.facts.Children[ref.Fold()]
			state.Closed, state.ChangedAt = change.closed, d.facts.Now
			if change.closed {
				state.Reason = upgrade.ReasonCompleted
			}
			d.facts.Children[ref.Fold()] = state
		}
	}
	want := try.Body(body, "openedx/platform-roadmap", "", closed, reopened).Body
	got := d.decided(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("closed %v, reopened %v: the decider and the rehearsal differ (-rehearsal +decider):\n%s", closed, reopened, diff)
	}
	d.read(t, got)
	return want
}

// decided is the description after the boxes that the decider writes, whose
// states are remembered as the gate does it.
func (d *described) decided(t *testing.T) string {
	t.Helper()
	boxes := map[int]bool{}
	plan, members := upgrade.DecideRoadmap(d.facts)
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.EditBody:
			for _, box := range a.Boxes {
				boxes[box.Offset] = box.Checked
				d.facts.Bases[upgrade.BoxBase(box.Child)] = upgrade.BoxValue(box.Checked)
			}
		case upgrade.Remember:
			maps.Copy(d.facts.Bases, a.Bases)
		}
	}
	d.facts.Members = members
	if len(members) == 0 {
		t.Error("the decider knows no child")
	}
	return checklist.SetBoxes(d.facts.Issue.Body, boxes)
}
