package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// decodeOnly is decode that also refuses members that the operation does not
// know, in GitHub's words where the description allows no others.
func (q *request) decodeOnly(into any) error {
	if err := q.decode(into); err != nil || len(bytes.TrimSpace(q.body)) == 0 {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(q.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		_, name, _ := strings.Cut(err.Error(), "unknown field ")
		return invalid(fmt.Sprintf("Invalid request.\n\n%.100s is not a permitted key.", name))
	}
	return nil
}

// notSupplied refuses a request without a member that it needs.
func notSupplied(name string) *problem {
	return invalid(fmt.Sprintf("Invalid request.\n\n%q wasn't supplied.", name))
}
