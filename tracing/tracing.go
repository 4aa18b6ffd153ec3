// Package tracing sends OpenTelemetry traces to where the environment says, and
// none when it says nowhere. It speaks OTLP over HTTP, in JSON.
package tracing

import (
	"context"
	"fmt"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Traces are the traces of a process.
type Traces struct {
	provider *sdktrace.TracerProvider // nil while there are none
}

// Start begins to send traces if the environment asks for it, by
// OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT. Headers,
// sampling and resource are as OpenTelemetry's own variables say. Nothing is sent yet; what fails
// later is told to failed, and loses nothing but spans.
// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
func Start(ctx context.Context, getenv func(string) string, version string, failed func(error)) (Traces, error) {
	if !wanted(getenv) {
		return Traces{}, nil
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		if getenv(name) == "grpc" {
			return Traces{}, fmt.Errorf("%s is grpc, which Upkeep does not speak: set it to http/json, and the endpoint to the collector's port for HTTP, usually 4318", name)
		}
	}
	exporter, err := newExporter(getenv)
	if err != nil {
		return Traces{}, fmt.Errorf("prepare to send traces: %w", err)
	}
	// The environment's own attributes come last and count.
	about, err := resource.New(ctx, resource.WithAttributes(
		attribute.String("service.name", "upkeep"), attribute.String("service.version", version),
	), resource.WithFromEnv())
	if err != nil {
		return Traces{}, fmt.Errorf("read OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(failed))
	return Traces{sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))}, nil
}

func wanted(getenv func(string) string) bool {
	if strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") || getenv("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// Tracer makes the spans; nil when there are to be none.
func (t Traces) Tracer() trace.Tracer {
	if t.provider == nil {
		return nil
	}
	return t.provider.Tracer("github.com/upkeep-app/upkeep")
}

// Close sends what is left, as long as ctx lets it.
func (t Traces) Close(ctx context.Context) error {
	if t.provider == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}
