package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

const (
	// wentWrong is what GitHub says of a GraphQL document that it gave up on; seen in many bug reports.
	wentWrong = "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug."
	// tooSlow is what REST says with 504; seen there too.
	tooSlow = "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request and contact us if the problem persists."
	// angryPage stands for the pages that GitHub's front shows instead of an answer.
	angryPage = "<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head>" +
		"<body><p>No server is currently available to service your request.</p></body></html>\n"
	gatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)

// writeError answers with a 500, 502, 503 or 504, in one of the forms that
// they have: JSON from the application, a page from what stands before it. A
// GraphQL document that took too long is a 502 or 504.
func (m *misfortune) writeError(h http.Header, draw chaos.Draw) {
	statuses := []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	if draw.Kind == chaos.BatchFail {
		statuses = []int{http.StatusBadGateway, http.StatusGatewayTimeout}
	}
	status := statuses[draw.Pick(len(statuses))]
	asPage := draw.Pick(2) == 0
	switch {
	case status == http.StatusServiceUnavailable:
		m.writePage(h, status, angryPage)
	case status == http.StatusBadGateway && asPage:
		m.writePage(h, status, gatewayPage)
	case status == http.StatusGatewayTimeout:
		m.writeJSON(h, status, object{"message": tooSlow})
	case m.graphql:
		text := wentWrong + " Please include `" + h.Get("X-GitHub-Request-Id") + "` when reporting this issue."
		m.writeJSON(h, status, object{"data": nil, "errors": []graphError{{Message: text}}})
	default:
		m.writeJSON(h, status, object{"message": "Server Error"})
	}
}

func (m *misfortune) writePage(h http.Header, status int, page string) {
	maps.Copy(m.w.Header(), kept(h))
	m.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	m.w.WriteHeader(status)
	_, _ = m.w.Write([]byte(page))
}

func (m *misfortune) writeJSON(h http.Header, status int, body object) {
	text, err := body.marshal()
	if err != nil {
		m.options.Log.Error().Err(err).Msg("write a chaotic answer")
	}
	maps.Copy(m.w.Header(), kept(h))
	m.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	m.w.WriteHeader(status)
	_, _ = m.w.Write(text)
}

// answerPart answers only the first fields of a query, and of a list of nodes
// the first ones, as the limits on resources do: the others are null, each with
// an error of type RESOURCE_LIMITS_EXCEEDED.
func (m *misfortune) answerPart(whole *httptest.ResponseRecorder, draw chaos.Draw) {
	var sent struct {
		Data   map[string]json.RawMessage `json:"data"`
		Errors []json.RawMessage          `json:"errors"`
	}
	err := json.Unmarshal(whole.Body.Bytes(), &sent)
	paths := m.cutPaths(sent.Data)
	if err != nil || len(paths) == 0 {
		m.writeError(whole.Header(), draw)
		return
	}
	for _, path := range paths[draw.Pick(len(paths)):] {
		sent.Data[path[0].(string)] = withoutPath(sent.Data[path[0].(string)], path[1:])
		text, err := json.Marshal(graphError{Type: "RESOURCE_LIMITS_EXCEEDED", Path: path, Message: "Resource limits for this query exceeded."})
		if err == nil {
			sent.Errors = append(sent.Errors, text)
		}
	}
	data, err := json.Marshal(sent.Data)
	if err != nil {
		m.options.Log.Error().Err(err).Msg("answer a part of a query")
	}
	m.writeJSON(whole.Header(), http.StatusOK, object{"data": json.RawMessage(data), "errors": sent.Errors})
}

// neverNull are the fields of Query that cannot be null.
var neverNull = [...]string{"viewer", "search", "relay", "meta", "__schema", "__typename"}

// cutPaths are the places of a query's answer that may be null, in order: its
// fields, and instead of "nodes" that list's members.
func (m *misfortune) cutPaths(data map[string]json.RawMessage) [][]any {
	var paths [][]any
	for _, field := range m.fields {
		name := field.Alias
		switch text, there := data[name]; {
		case !there || slices.Contains(neverNull[:], field.Name):
		case field.Name == "nodes":
			paths = append(paths, memberPaths(field, text)...)
		default:
			paths = append(paths, []any{name})
		}
	}
	return paths
}

func memberPaths(field *ast.Field, text json.RawMessage) [][]any {
	var members []json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	var paths [][]any
	for place := range members {
		paths = append(paths, []any{field.Alias, place})
	}
	return paths
}

// withoutPath is a value with null instead of itself, or of the member that the path names.
func withoutPath(value json.RawMessage, path []any) json.RawMessage {
	null := json.RawMessage("null")
	if len(path) == 0 {
		return null
	}
	var members []json.RawMessage
	place, ok := path[0].(int)
	if !ok || json.Unmarshal(value, &members) != nil {
		return null
	}
	members[place] = null
	text, err := json.Marshal(members)
	if err != nil {
		return null
	}
	return text
}
