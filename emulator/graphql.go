package emulator

import "net/http"

// serveGraphQL answers POST /graphql.
func (e *Emulator) serveGraphQL(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, `{"message":"Not Found"}`, http.StatusNotFound)
}
