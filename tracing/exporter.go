package tracing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// sendTime bounds one request to the collector.
const sendTime = 10 * time.Second

// exporter sends spans as OTLP in JSON. OpenTelemetry's own exporter brings gRPC
// into the program, which took 6 MB of memory before the first span.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp
type exporter struct {
	address string
	header  http.Header
	client  *http.Client
}

// newExporter reads where to send, and with which headers.
func newExporter(getenv func(string) string) (*exporter, error) {
	e := &exporter{address: getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), header: http.Header{}, client: &http.Client{Timeout: sendTime}}
	name := "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
	if e.address == "" {
		name = "OTEL_EXPORTER_OTLP_ENDPOINT"
		e.address = strings.TrimSuffix(getenv(name), "/") + "/v1/traces"
	}
	if u, err := url.Parse(e.address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%s is not an address such as http://collector:4318", name)
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"} {
		for pair := range strings.SplitSeq(getenv(name), ",") {
			if strings.TrimSpace(pair) == "" {
				continue
			}
			key, value, found := strings.Cut(pair, "=")
			value, err := url.PathUnescape(strings.TrimSpace(value))
			if !found || err != nil {
				return nil, fmt.Errorf("%s is not a list such as key=value,other=value", name) // the values are secrets
			}
			e.header.Set(strings.TrimSpace(key), value)
		}
	}
	e.header.Set("Content-Type", "application/json")
	return e, nil
}

// ExportSpans is part of sdktrace.SpanExporter. What cannot be sent is not tried
// again: traces are no record.
func (e *exporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	body, err := json.Marshal(inOTLP(spans))
	if err != nil {
		return fmt.Errorf("write %d spans: %w", len(spans), err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("send %d spans: %w", len(spans), err)
	}
	request.Header = e.header.Clone()
	answer, err := e.client.Do(request)
	if err != nil {
		return fmt.Errorf("send %d spans: %w", len(spans), err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("send %d spans: the collector answered %s", len(spans), answer.Status)
	}
	return nil
}

// Shutdown is part of sdktrace.SpanExporter.
func (e *exporter) Shutdown(context.Context) error {
	e.client.CloseIdleConnections()
	return nil
}
