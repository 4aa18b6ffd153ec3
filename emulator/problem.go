package emulator

import (
	"errors"
	"net/http"
	"strings"
)

// problem is a refusal, as both APIs report it.
type problem struct {
	status  int
	kind    string // the type of a GraphQL error
	message string
	errors  []fieldProblem
	// simple is set where REST has the message as a text under "errors".
	simple bool
}

// fieldProblem is one entry of a validation failure.
type fieldProblem struct {
	Resource string `json:"resource"`
	Field    string `json:"field,omitempty"`
	Code     string `json:"code"`
	Message  string `json:"message,omitempty"`
}

// Error is the message as GitHub words it.
func (p *problem) Error() string { return p.message }

func notFound() *problem {
	return &problem{status: http.StatusNotFound, kind: "NOT_FOUND", message: "Not Found"}
}

func forbidden(message string) *problem {
	return &problem{status: http.StatusForbidden, kind: "FORBIDDEN", message: message}
}

func gone(message string) *problem {
	return &problem{status: http.StatusGone, kind: "GONE", message: message}
}

func invalid(message string, errors ...fieldProblem) *problem {
	return &problem{status: http.StatusUnprocessableEntity, kind: "UNPROCESSABLE", message: message, errors: errors}
}

// unprocessable is invalid in the simpler of REST's two shapes.
func unprocessable(message string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, kind: "UNPROCESSABLE", message: message, simple: true}
}

// said is the message in one text: GraphQL has no list beside it.
func (p *problem) said() string {
	var all []string
	for _, each := range p.errors {
		if each.Message != "" {
			all = append(all, each.Message)
		}
	}
	if len(all) == 0 {
		return p.message
	}
	return strings.Join(all, ", ")
}

// asProblem turns any error into a problem; what is not one is the emulator's own fault.
func asProblem(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	return &problem{status: http.StatusInternalServerError, kind: "INTERNAL", message: err.Error()}
}

const (
	messageNoAccess = "Resource not accessible by integration"
	messageArchived = "Repository was archived so is read-only."
	messageLocked   = "Unable to create comment because issue is locked."
	messageNoIssues = "Issues are disabled for this repo"
	messageDeleted  = "This issue was deleted"
)
