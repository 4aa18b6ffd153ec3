package app

import (
	"context"

	"go.opentelemetry.io/otel/attribute"

	"github.com/upkeep-app/upkeep/ghclient"
)

// watch is told of every request to GitHub.
func (a *App) watch(ctx context.Context, asking ghclient.Asking) (context.Context, func(ghclient.Answer)) {
	began := a.options.Now()
	ctx, span := a.spans.asking(ctx, asking)
	return ctx, func(answer ghclient.Answer) {
		a.metrics.answer(asking, answer, a.options.Now().Sub(began))
		span.SetAttributes(attribute.String("upkeep.github_request_id", answer.RequestID))
		end(span, answer.Outcome, answer.Outcome != ghclient.OutcomeOK && answer.Outcome != ghclient.OutcomeCut)
	}
}
