package store

import "context"

// originKey is the context's key of the delivery that set off what goes on.
type originKey struct{}

// WithOrigin makes triggers that are for now, and that name no delivery, be asked
// for by this one: what set off a run has set off what follows from it, too. A
// trigger for later is nobody's.
func WithOrigin(ctx context.Context, delivery string) context.Context {
	return context.WithValue(ctx, originKey{}, delivery)
}

func origin(ctx context.Context) string {
	delivery, _ := ctx.Value(originKey{}).(string)
	return delivery
}
