package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestHealthIsAskedWhereTheServerListens(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"", "0.0.0.0", "[::]", "127.0.0.1"} {
		t.Run("host "+host, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", host+":0")
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/healthz" {
					http.NotFound(w, r)
				}
			}))
			server.Listener = listener
			server.Start()
			defer server.Close()
			_, port, err := net.SplitHostPort(listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			if err := askHealth(t.Context(), host+":"+port); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHealthOfNobody(t *testing.T) {
	t.Parallel()
	unwell := httptest.NewServer(http.NotFoundHandler())
	defer unwell.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, server := range map[string]*httptest.Server{"answers otherwise": unwell, "gone": gone} {
		if err := askHealth(t.Context(), server.Listener.Addr().String()); err == nil {
			t.Errorf("a server that is %s is alive", name)
		}
	}
}
