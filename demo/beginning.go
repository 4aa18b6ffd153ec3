package demo

import (
	"context"
	"fmt"
	"strings"
)

// beginning is plan mode, and its end.
func (w *world) beginning() []step {
	return []step{
		{
			title: "Plan mode: Upkeep shows what it would do, and writes nothing",
			act:   func(context.Context) error { return nil },
			check: w.planned,
			tell:  w.tellPlan,
		},
		{
			title: "The policy turns active: all 12 children are on the board, every field set",
			act: func(context.Context) error {
				policy, _ := w.github.File(org+"/.github", "upkeep.yml")
				return w.github.PushFile("ari", org+"/.github", "upkeep.yml", strings.Replace(policy, "mode: plan", "mode: active", 1))
			},
			check: func(context.Context) error { return w.allOnBoard() },
		},
	}
}

// planned wants a planned write for every child, and none carried out.
func (w *world) planned(ctx context.Context) error {
	planned, err := w.store.Planned(ctx)
	if err != nil {
		return err
	}
	if n := w.writes(""); n > 0 {
		return fmt.Errorf("%d writes in plan mode", n)
	}
	if len(planned) < len(children()) {
		return fmt.Errorf("%d writes are planned, want one for each of %d children", len(planned), len(children()))
	}
	return nil
}

func (w *world) tellPlan(ctx context.Context) {
	planned, err := w.store.Planned(ctx)
	if err != nil || len(planned) == 0 {
		return
	}
	for _, p := range planned[:2] {
		w.printf("      would %s\n", p.Text)
	}
	w.printf("      … and %d more\n", len(planned)-2)
}

func (w *world) allOnBoard() error {
	for _, repo := range children() {
		for _, want := range [][2]string{{"Status", "Todo"}, {"Project", "Django 5.2"}, {"Source", "arbi-bom"}, {"Owner Does", "TBD"}} {
			if err := w.field(child(repo), want[0], want[1]); err != nil {
				return err
			}
		}
		item := w.github.Board(org, maintenance).Item(child(repo))
		if !strings.HasPrefix(item.Values["Owner"], "team-") {
			return fmt.Errorf("the owner of %s is %q", repo, item.Values["Owner"])
		}
	}
	return nil
}
