package tracing_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/upkeep-app/upkeep/tracing"
)

// start starts with these variables and no others of OpenTelemetry's.
func start(t *testing.T, variables map[string]string) (tracing.Traces, error) {
	t.Helper()
	return tracing.Start(t.Context(), func(name string) string { return variables[name] }, "v1", func(err error) { t.Error(err) })
}

func TestTracesAreOffUnlessAskedFor(t *testing.T) {
	t.Parallel()
	const endpoint = "http://127.0.0.1:1"
	for name, test := range map[string]struct {
		variables map[string]string
		on, wrong bool
	}{
		"nothing set":     {nil, false, false},
		"an endpoint":     {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}, true, false},
		"one for traces":  {map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": endpoint}, true, false},
		"disabled":        {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_SDK_DISABLED": "true"}, false, false},
		"no traces":       {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_TRACES_EXPORTER": "none"}, false, false},
		"no address":      {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, false, true},
		"no headers":      {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_HEADERS": "secret"}, false, true},
		"gRPC is refused": {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			traces, err := start(t, test.variables)
			if (traces.Tracer() != nil) != test.on || (err != nil) != test.wrong {
				t.Errorf("a tracer: %v, error %v", traces.Tracer(), err)
			}
			if err := traces.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What is left at the end is sent, under the program's name, to where the
// environment says, with its headers, as OTLP writes it.
func TestSpansAreSent(t *testing.T) {
	t.Parallel()
	sent := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		sent <- r.URL.Path + " " + r.Header.Get("X-Key") + " " + r.Header.Get("Content-Type") + " " + string(body)
	}))
	defer collector.Close()
	traces, err := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_EXPORTER_OTLP_HEADERS": "x-key=a%20b, other=1"})
	if err != nil {
		t.Fatal(err)
	}
	at := trace.WithTimestamp(time.Unix(1, 0))
	ctx, span := traces.Tracer().Start(t.Context(), "store delivery", at, trace.WithSpanKind(trace.SpanKindServer))
	_, inner := traces.Tracer().Start(ctx, "read delivery", at, trace.WithAttributes(attribute.Int64("n", 1<<60), attribute.Bool("b", true), attribute.String("s", "x")))
	inner.SetStatus(codes.Error, "parked")
	inner.End(trace.WithTimestamp(time.Unix(2, 0)))
	if err := traces.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`/v1/traces a b application/json {"resourceSpans":[{"resource":{"attributes":[`+
		`{"key":"service.name","value":{"stringValue":"upkeep"}},{"key":"service.version","value":{"stringValue":"v1"}}]},`+
		`"scopeSpans":[{"scope":{"name":"github.com/upkeep-app/upkeep"},"spans":[{"traceId":"%s","spanId":"%s","parentSpanId":"%s",`+
		`"name":"read delivery","kind":1,"startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000","attributes":[`+
		`{"key":"n","value":{"intValue":"1152921504606846976"}},{"key":"b","value":{"boolValue":true}},{"key":"s","value":{"stringValue":"x"}}],`+
		`"status":{"code":2,"message":"parked"}}]}]}]}`,
		span.SpanContext().TraceID(), inner.SpanContext().SpanID(), span.SpanContext().SpanID())
	if diff := cmp.Diff(want, <-sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}
