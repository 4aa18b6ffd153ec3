package emulator

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// Addresses of GitHub's documentation that its refusals name. Clients tell the
// secondary limits by the end of theirs.
const (
	documentationPrimary   = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"
	documentationSecondary = documentationPrimary + "#about-secondary-rate-limits"
)

// refuse answers a request that crosses a limit. GitHub's documentation allows
// several forms, and all were seen; the seed decides which one comes, so that a
// client meets each of them:
//
//	REST                    403 or 429
//	GraphQL, primary        200 with an error of type RATE_LIMITED, or RATE_LIMIT with a code (seen since 2026)
//	GraphQL, secondary      403, or 200 with an error of type RATE_LIMITED
//	GraphQL, new content    those, or 200 with "was submitted too quickly" at each field that makes some
//
// A secondary limit comes with Retry-After, except the one on concurrent
// requests and "was submitted too quickly".
func (e *Emulator) refuse(w http.ResponseWriter, c *charge, crossing ratelimit.Crossing) {
	message := crossingMessage(c, crossing)
	if crossing.Secondary() && !crossing.Until.IsZero() {
		w.Header().Set("Retry-After", decimal(wholeSeconds(crossing.Until.Sub(crossing.At))))
	}
	switch {
	case c.Resource != ratelimit.GraphQL:
		e.refuseWithStatus(w, []int{http.StatusForbidden, http.StatusTooManyRequests}[e.form(2)], message, crossing)
	case crossing.Kind == ratelimit.Primary && e.form(2) == 0:
		e.writeRefusal(w, http.StatusOK, object{"errors": []object{{"type": "RATE_LIMITED", "message": message}}})
	case crossing.Kind == ratelimit.Primary:
		later := "API rate limit already exceeded for " + c.Owner + "."
		e.writeRefusal(w, http.StatusOK, object{"errors": []object{{"type": "RATE_LIMIT", "code": "graphql_rate_limit", "message": later}}})
	case crossing.Kind == ratelimit.Content && e.form(3) == 0:
		w.Header().Del("Retry-After")
		e.writeRefusal(w, http.StatusOK, tooQuickly(c.weight))
	case e.form(2) == 0:
		e.writeRefusal(w, http.StatusOK, object{"errors": []object{{"type": "RATE_LIMITED", "message": message}}})
	default:
		e.refuseWithStatus(w, http.StatusForbidden, message, crossing)
	}
}

// form draws one of n forms of a refusal.
func (e *Emulator) form(n int) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ids.of("refusal").random.IntN(n)
}

func crossingMessage(c *charge, crossing ratelimit.Crossing) string {
	switch {
	case crossing.Kind == ratelimit.Content:
		return "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."
	case crossing.Secondary():
		return "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
	case c.Limit == budgetOfAnyone:
		return "API rate limit exceeded for " + c.Owner + ". (But here's the good news: Authenticated requests get a higher rate limit. " +
			"Check out the documentation for more details.)"
	default:
		return "API rate limit exceeded for " + c.Owner + "."
	}
}

// tooQuickly is how GitHub refuses mutations that make content too fast: as if
// they were invalid. Nothing of the document was done.
func tooQuickly(w weight) object {
	data, problems := object{}, []graphError{}
	for _, field := range w.fields {
		data[field] = nil
	}
	for _, field := range w.creating {
		problems = append(problems, graphError{Type: "UNPROCESSABLE", Path: []any{field}, Message: "was submitted too quickly"})
	}
	return object{"data": data, "errors": problems}
}

func (e *Emulator) refuseWithStatus(w http.ResponseWriter, status int, message string, crossing ratelimit.Crossing) {
	body := object{"message": message, "documentation_url": documentationPrimary, "status": decimal(int64(status))}
	if crossing.Secondary() {
		body["documentation_url"] = documentationSecondary
	}
	e.writeRefusal(w, status, body)
}

func (e *Emulator) writeRefusal(w http.ResponseWriter, status int, body object) {
	text, err := json.Marshal(body)
	if err != nil {
		e.options.Log.Error().Err(err).Msg("write a refusal")
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// wholeSeconds rounds up, to 1 at least.
func wholeSeconds(d time.Duration) int64 {
	return max(1, int64((d+time.Second-1)/time.Second))
}
