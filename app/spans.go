package app

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
)

// spans are the steps of a trace: a delivery is stored, read, the keys it asked
// for run, and their runs ask GitHub. They carry ids and outcomes, no names and
// no texts. The zero spans make none.
type spans struct {
	tracer trace.Tracer
	// headers are those that a delivery was kept with.
	headers func(ctx context.Context, guid string) (map[string]string, error)
}

func (s spans) start(ctx context.Context, name string, kind trace.SpanKind, about ...attribute.KeyValue) (context.Context, trace.Span) {
	if s.tracer == nil {
		return ctx, noop.Span{}
	}
	return s.tracer.Start(ctx, name, trace.WithSpanKind(kind), trace.WithAttributes(about...))
}

// storing begins the trace of a delivery. Its place is kept in the delivery's
// headers, for whoever goes on with it after the database, perhaps another
// replica. What the sender says of traces is not believed.
func (s spans) storing(ctx context.Context, d store.Delivery) trace.Span {
	ctx, span := s.start(ctx, "store delivery", trace.SpanKindServer, attribute.String("upkeep.delivery", d.GUID), attribute.String("upkeep.event", d.Event))
	propagation.TraceContext{}.Inject(ctx, propagation.MapCarrier(d.Headers))
	return span
}

// reading is the pump's look into a delivery.
func (s spans) reading(ctx context.Context, d store.Delivery) (context.Context, trace.Span) {
	if s.tracer == nil {
		return ctx, noop.Span{}
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier(d.Headers))
	return s.start(ctx, "read delivery", trace.SpanKindConsumer, attribute.String("upkeep.delivery", d.GUID), attribute.String("upkeep.event", d.Event))
}

// running is the run of a key, in the trace of the delivery that asked for it
// last; without one it begins a trace.
func (s spans) running(ctx context.Context, claim store.Claim) (context.Context, trace.Span) {
	if s.tracer == nil {
		return ctx, noop.Span{}
	}
	if claim.Delivery != "" {
		if headers, err := s.headers(ctx, claim.Delivery); err == nil {
			ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier(headers))
		}
	}
	return s.start(ctx, "run "+string(claim.Key.Kind()), trace.SpanKindConsumer,
		attribute.String("upkeep.key", string(claim.Key)), attribute.Int64("upkeep.installation", claim.Installation),
		attribute.String("upkeep.delivery", claim.Delivery), attribute.Int("upkeep.attempts", claim.Attempts))
}

// asking is a request to GitHub. One that several runs share is in the trace of
// the first of them.
func (s spans) asking(ctx context.Context, a ghclient.Asking) (context.Context, trace.Span) {
	return s.start(ctx, a.API+" "+a.Name, trace.SpanKindClient,
		attribute.Int64("upkeep.installation", a.Installation), attribute.Bool("upkeep.write", a.Write))
}

// end ends a span with its outcome.
func end(span trace.Span, outcome string, bad bool) {
	span.SetAttributes(attribute.String("upkeep.outcome", outcome))
	if bad {
		span.SetStatus(codes.Error, outcome)
	}
	span.End()
}
