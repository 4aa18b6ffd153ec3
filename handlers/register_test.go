package handlers

import (
	"strings"
	"testing"
)

func TestRegisterRefusesTwoForOneEvent(t *testing.T) {
	t.Parallel()
	if _, err := register(issues(), push(), issues()); err == nil || !strings.Contains(err.Error(), `"issues"`) {
		t.Errorf("error %v, want one that names the event", err)
	}
}

// A handler is good only inside Read; alone it must say so, not panic.
func TestHandleWithoutRead(t *testing.T) {
	t.Parallel()
	if err := issues().Handle(t.Context(), "issues", "guid-1", []byte(`{}`)); err == nil {
		t.Error("no error")
	}
}
