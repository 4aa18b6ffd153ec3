package emulator

import "encoding/json"

// given is a member of a request's body of which it matters whether it was
// there: null, which leaves the value zero, is not the same as absent.
type given[T any] struct {
	is    bool
	value T
}

// UnmarshalJSON is part of json.Unmarshaler.
func (g *given[T]) UnmarshalJSON(text []byte) error {
	g.is = true
	return json.Unmarshal(text, &g.value)
}

// orNil is the value, or nil where it was absent.
func (g given[T]) orNil() *T {
	if !g.is {
		return nil
	}
	return &g.value
}

// onIssue reads the request's body, if it has one, and runs a change of the
// issue of the path.
func onIssue[I any](q *request, f func(*tx, *issue, I) error) (*issue, error) {
	i, err := q.issue()
	if err != nil {
		return nil, err
	}
	in, err := decoded[I](q)
	if err != nil {
		return nil, err
	}
	return i, q.do(func(t *tx) error { return f(t, i, in) })
}

// decoded is the request's body, or a zero value where there is none.
func decoded[I any](q *request) (in I, err error) {
	err = q.decode(&in)
	return in, err
}

// nothing is the body of requests that have none.
type nothing struct{}
