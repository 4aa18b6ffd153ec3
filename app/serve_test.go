package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestPagesStandBesideTheHook wants the pages to take nothing from the other routes.
func TestPagesStandBesideTheHook(t *testing.T) {
	t.Parallel()
	routes := (&App{metrics: &metrics{page: http.NotFoundHandler()}}).Handler()
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/", 200},
		{"GET", "/commands", 200},
		{"GET", "/healthz", 200},
		{"GET", "/readyz", 503},
		{"POST", "/", 405},
		{"POST", "/healthz", 405},
		{"GET", "/api/github", 404},
	} {
		answer := httptest.NewRecorder()
		routes.ServeHTTP(answer, httptest.NewRequest(test.method, test.path, nil))
		if answer.Code != test.status {
			t.Errorf("%s %s: %d, want %d", test.method, test.path, answer.Code, test.status)
		}
	}
}
