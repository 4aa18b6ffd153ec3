//go:build services

package store_test

import (
	"sync"
	"testing"

	"github.com/upkeep-app/upkeep/store/pgtest"
)

func TestReplicasShareKeys(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	testCrowd(t, newFixture(t, url), newFixture(t, url))
}

func TestReplicasStoreOneDeliveryOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	replicas := []fixture{newFixture(t, url), newFixture(t, url)}
	var mu sync.Mutex
	got := map[string]int{}
	var all sync.WaitGroup
	for n := range 40 {
		all.Go(func() {
			as, err := replicas[n%2].Accept(t.Context(), delivery("same", "body"))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[string(as)]++
		})
	}
	all.Wait()
	if got["new"] != 1 || got["known"] != 39 {
		t.Errorf("accepted as %v", got)
	}
}
