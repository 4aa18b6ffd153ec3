package ghclient

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
)

// TestReadsThatFailByMishapAreSentAgain sends up to three times what can be
// sent again, and everything else once.
func TestReadsThatFailByMishapAreSentAgain(t *testing.T) {
	t.Parallel()
	right := reply{status: 200, body: `{"body":"text","updated_at":"2026-03-01T10:00:00Z"}`}
	broken := reply{status: 502, body: "<html>"}
	read := func(c *Client) error {
		_, _, err := c.Body(context.Background(), testInstallation, testRef)
		return err
	}
	write := func(c *Client) error {
		_, _, err := c.EditBody(context.Background(), testInstallation, testRef, "text")
		return err
	}
	tests := map[string]struct {
		replies map[string][]reply
		do      func(*Client) error
		sent    int
		fails   bool
	}{
		"twice broken":              {map[string][]reply{bodyPath: {broken, {status: 200, body: "<html>"}, right}}, read, 3, false},
		"cut off":                   {map[string][]reply{bodyPath: {{status: 200, body: `{"bo`, cut: true}, right}}, read, 2, false},
		"no connection":             {map[string][]reply{bodyPath: {{err: errors.New("connection reset")}, right}}, read, 2, false},
		"three times broken":        {map[string][]reply{bodyPath: {broken, broken, broken, right}}, read, 3, true},
		"not there":                 {map[string][]reply{bodyPath: {{status: 404}, right}}, read, 1, true},
		"limited":                   {map[string][]reply{bodyPath: {{status: 429}, right}}, read, 1, true},
		"too slow":                  {map[string][]reply{bodyPath: {{err: os.ErrDeadlineExceeded}, right}}, read, 1, true},
		"a write is sent once":      {map[string][]reply{editPath: {broken, right}}, write, 1, true},
		"a write without its token": {map[string][]reply{editPath: {right}, tokenPath: {broken, tokenReply("token")}}, write, 1, false},
		"a write, never a token":    {map[string][]reply{editPath: {right}, tokenPath: {broken}}, write, 0, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, f, _ := newTestClient(t, tt.replies)
			c.config.ReadTries = 3
			if err := tt.do(c); (err != nil) != tt.fails {
				t.Errorf("error %v, want one: %t", err, tt.fails)
			}
			lines := slices.DeleteFunc(f.lines(), func(line string) bool { return line != bodyPath && line != editPath })
			if len(lines) != tt.sent {
				t.Errorf("sent %d times, want %d", len(lines), tt.sent)
			}
		})
	}
}
