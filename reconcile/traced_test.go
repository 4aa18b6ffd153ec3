package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// One trace leads from a webhook through the database to the requests that it
// made the app send, and names nothing on GitHub.
func TestTraceLeadsFromWebhookToWrite(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewSpanRecorder()
	w := newWorld(t, organisations)
	w.tracer = sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("test")
	w.restart()
	w.quiet()
	spans.Reset()
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#1"), ""))
	w.quiet()

	byTrace := map[string][]string{}
	for _, span := range spans.Ended() {
		told := span.Name()
		for _, a := range span.Attributes() {
			told += fmt.Sprintf(" %s=%s", a.Key, a.Value.String())
		}
		for _, name := range []string{"acme", "partner", "shop", "Django", "ben", "olga", "arbi", "secret", "Bearer"} {
			if strings.Contains(told, name) {
				t.Errorf("it names %s: %s", name, told)
			}
		}
		id := span.SpanContext().TraceID().String()
		byTrace[id] = append(byTrace[id], told)
	}
	for _, trace := range byTrace {
		if all := strings.Join(trace, "\n"); holdsAll(all,
			"store delivery ", "upkeep.event=issues", "read delivery ", "run issue ", "upkeep.outcome=done",
			"graphql ChangeBoard", "rest PATCH repos/*/*/issues/*", "upkeep.write=true", "upkeep.outcome=ok",
		) {
			return
		}
	}
	t.Errorf("no trace leads from the webhook to the writes: %v", byTrace)
}

func holdsAll(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
