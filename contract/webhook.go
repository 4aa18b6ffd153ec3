package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// WebhookChecker knows the payloads of GitHub's webhooks.
type WebhookChecker struct {
	// bodies has the schema of each payload by "event" or "event.action".
	bodies  map[string]json.RawMessage
	schemas *schemas
}

// Reading the description takes a while, hence once per test binary.
var loadWebhooks = sync.OnceValues(func() (*WebhookChecker, error) {
	text, err := readPackage("openapi-webhooks/generated/api.github.com.json")
	if err != nil {
		return nil, err
	}
	return newWebhookChecker(text)
})

// Webhooks returns the checker of webhook payloads.
func Webhooks(t testing.TB) *WebhookChecker {
	t.Helper()
	return must(t, loadWebhooks)
}

func newWebhookChecker(description []byte) (*WebhookChecker, error) {
	var d struct {
		Webhooks map[string]struct {
			Post struct {
				OperationID string `json:"operationId"`
				RequestBody struct {
					Content map[string]struct {
						Schema json.RawMessage `json:"schema"`
					} `json:"content"`
				} `json:"requestBody"`
			} `json:"post"`
		} `json:"webhooks"`
		Components map[string]map[string]json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(description, &d); err != nil {
		return nil, fmt.Errorf("decode the webhook description: %w", err)
	}
	allowFractions(d.Components["schemas"])
	c := &WebhookChecker{bodies: map[string]json.RawMessage{}, schemas: newSchemas(d.Components)}
	for _, hook := range d.Webhooks {
		// The description's own X-GitHub-Event examples are wrong for most
		// events; "sub-issues/sub-issue-added" is what names them reliably.
		event, action, _ := strings.Cut(strings.ReplaceAll(hook.Post.OperationID, "-", "_"), "/")
		c.bodies[payloadName(event, action)] = hook.Post.RequestBody.Content["application/json"].Schema
	}
	return c, nil
}

// allowFractions mends the description, which has the old and new value of a
// number field as integers, while GraphQL's ProjectV2FieldValue is a Float.
func allowFractions(schemas map[string]json.RawMessage) {
	const edited = "webhook-projects-v2-item-edited"
	schemas[edited] = bytes.ReplaceAll(schemas[edited], []byte(`"integer"`), []byte(`"number"`))
}

// Payload checks the body of a webhook whose X-GitHub-Event is event. An event
// that GitHub does not document, or not with this action, is an error.
func (c *WebhookChecker) Payload(event string, body []byte) error {
	var p struct {
		Action string `json:"action"`
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return fmt.Errorf("webhook %s: decode payload: %w", event, err)
	}
	name := payloadName(event, p.Action)
	schema, ok := c.bodies[name]
	if !ok {
		return fmt.Errorf("webhook %s: this event and action are not documented", name)
	}
	if err := c.schemas.validate(name, schema, body); err != nil {
		return fmt.Errorf("webhook %s: %w", name, err)
	}
	return nil
}

func payloadName(event, action string) string {
	if action == "" {
		return event
	}
	return event + "." + action
}
