package ghclient

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slow answers GraphQL a second later.
type slow struct{ next http.RoundTripper }

func (s slow) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/graphql") {
		time.Sleep(time.Second)
	}
	return s.next.RoundTrip(r)
}

// Runs that need a board at once share its reading, and its refusal.
func TestBoardIsReadOnceForMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{replies: map[string][]reply{graphPath: {
			data(`{"data":{"organization":{"login":"acme","projectV2":{"id":"PVT_1","number":1,"title":"first"}}}}`),
			{status: 502},
		}}}
		c, err := New(Config{
			V3URL: "https://" + testHost + "/api/v3", V4URL: "https://" + testHost + "/api/graphql",
			AppID: 1, PrivateKey: testKey(), Transport: slow{f}, Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		read := make(chan error, 1)
		go func() {
			_, err := c.Board(t.Context(), testInstallation, "acme", 1)
			read <- err
		}()
		synctest.Wait() // it is under way
		const others = 40
		errs := make(chan error, others)
		for range others {
			go func() {
				_, err := c.Board(t.Context(), testInstallation, "acme", 1)
				errs <- err
			}()
		}
		if err := <-read; err != nil {
			t.Error(err)
		}
		for range others {
			if err := <-errs; err == nil || Final(err) {
				t.Errorf("a reading that came later: %v", err)
			}
		}
		if n := len(f.lines()); n != 2 {
			t.Errorf("%d requests, want one, and one for all who came meanwhile", n)
		}
	})
}
