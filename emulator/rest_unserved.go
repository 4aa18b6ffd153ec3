package emulator

import "slices"

// maxUnserved bounds the list of what was asked for and is not emulated.
const maxUnserved = 1000

// noteUnserved logs a request for what is not emulated. The mutex must be held.
func (q *request) noteUnserved() {
	what := q.http.Method + " /" + q.path
	q.options.Log.Warn().Str("method", q.http.Method).Str("path", "/"+q.path).Msg("not emulated")
	if len(q.unserved) < maxUnserved && !slices.Contains(q.unserved, what) {
		q.unserved = append(q.unserved, what)
	}
}

// NotEmulated lists what was asked for over REST and is not emulated, such as
// "GET /repos/acme/shop/branches": each once, in the order first asked for, the
// first 1,000 of them.
func (e *Emulator) NotEmulated() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.unserved)
}
