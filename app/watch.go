package app

import (
	"context"

	"github.com/upkeep-app/upkeep/ghclient"
)

// watch is told of every request to GitHub.
func (a *App) watch(ctx context.Context, asking ghclient.Asking) (context.Context, func(ghclient.Answer)) {
	began := a.options.Now()
	return ctx, func(answer ghclient.Answer) {
		a.metrics.answer(asking, answer, a.options.Now().Sub(began))
	}
}
