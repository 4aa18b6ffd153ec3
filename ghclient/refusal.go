package ghclient

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestMessage bounds what of GitHub's wording goes into an error.
const longestMessage = 300

// refusal names a REST answer that is neither success nor redirect.
func (c *Client) refusal(write bool, response *http.Response, body []byte) error {
	status, message := response.StatusCode, messageIn(body)
	if limit, ok := c.restLimit(response, message); ok {
		return limit
	}
	failure := &answerError{
		text:      strings.TrimSuffix(fmt.Sprintf("GitHub answered %d: %s", status, message), ": "),
		requestID: response.Header.Get("X-GitHub-Request-Id"),
	}
	switch {
	case status == http.StatusUnauthorized:
		failure.kind = ErrUnauthorized
	case status == http.StatusForbidden && strings.Contains(strings.ToLower(message), "suspended"):
		failure.kind = ErrSuspended
	case status == http.StatusForbidden && strings.Contains(strings.ToLower(message), "not accessible by integration"):
		failure.kind = ErrNotPermitted
	case status == http.StatusForbidden, status == http.StatusUnavailableForLegalReasons:
		failure.kind = ErrForbidden
	case status == http.StatusNotFound:
		failure.kind = ErrNotFound
	case status == http.StatusGone:
		failure.kind = ErrGone
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity:
		failure.kind = ErrInvalid
	case status >= 500, status == http.StatusRequestTimeout:
		return lost(write, failure)
	}
	return failure
}

// messageIn is what a refusal says, in one line; empty if it says nothing readable.
func messageIn(body []byte) string {
	var said struct {
		Message string            `json:"message"`
		Errors  []json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(body, &said) != nil {
		return ""
	}
	var text strings.Builder
	text.WriteString(said.Message)
	for _, detail := range said.Errors {
		text.WriteString("; " + string(detail))
	}
	return oneLine(text.String())
}

// oneLine makes GitHub's wording fit for a log line.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if len(text) > longestMessage {
		text = strings.ToValidUTF8(text[:longestMessage], "") + "…"
	}
	return text
}

// restLimit recognises both limits. GitHub uses 403 and 429 for either; a 403
// that carries no sign of a limit is a missing permission. A 403 with an empty
// budget counts as the limit whatever else it is: the next try will show.
func (c *Client) restLimit(response *http.Response, message string) (RateLimited, bool) {
	header := response.Header
	said := strings.ToLower(message)
	exhausted := header.Get("X-Ratelimit-Remaining") == "0"
	burst := strings.Contains(said, "secondary rate") || strings.Contains(said, "abuse detection")
	switch response.StatusCode {
	case http.StatusTooManyRequests:
	case http.StatusForbidden:
		if !exhausted && !burst && header.Get("Retry-After") == "" && !strings.Contains(said, "rate limit") {
			return RateLimited{}, false
		}
	default:
		return RateLimited{}, false
	}
	return RateLimited{Until: c.statedEnd(header), Secondary: burst || !exhausted}, true
}

// statedEnd is the time that the headers of a limit state; zero if none.
func (c *Client) statedEnd(header http.Header) time.Time {
	if after := header.Get("Retry-After"); after != "" {
		if seconds, err := strconv.ParseInt(after, 10, 32); err == nil {
			return c.config.Now().Add(time.Duration(max(seconds, 1)) * time.Second)
		}
		if at, err := http.ParseTime(after); err == nil {
			return c.byOwnClock(at, header)
		}
	}
	return c.exhausted(header)
}

// exhausted is when the hourly budget starts anew if nothing is left of it, else zero.
func (c *Client) exhausted(header http.Header) time.Time {
	if header.Get("X-Ratelimit-Remaining") != "0" {
		return time.Time{}
	}
	seconds, err := strconv.ParseInt(header.Get("X-Ratelimit-Reset"), 10, 64)
	if err != nil || seconds <= 0 {
		return time.Time{}
	}
	return c.byOwnClock(time.Unix(seconds, 0), header)
}

// byOwnClock translates a time of GitHub's clock, which the Date header shows.
func (c *Client) byOwnClock(at time.Time, header http.Header) time.Time {
	now := c.config.Now()
	if theirs, err := http.ParseTime(header.Get("Date")); err == nil {
		at = now.Add(at.Sub(theirs))
	}
	return at.UTC()
}
