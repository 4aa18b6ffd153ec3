package store_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
)

// One key is taken by its name, only when it is due and by nobody else.
func TestClaimKey(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		ctx := t.Context()
		check(t, f.Trigger(ctx, trigger("issue:1"), trigger("board:1")))
		_, taken, err := f.ClaimKey(ctx, "board:2", time.Minute)
		check(t, err)
		same(t, "a key that nobody asked for", false, taken)
		claim, taken, err := f.ClaimKey(ctx, "board:1", time.Minute)
		check(t, err)
		same(t, "the key", store.Claim{Key: "board:1", Wanted: 1, Fence: 1}, store.Claim{Key: claim.Key, Wanted: claim.Wanted, Fence: claim.Fence})
		same(t, "taken", true, taken)
		_, taken, err = f.ClaimKey(ctx, "board:1", time.Minute)
		check(t, err)
		same(t, "taken twice", false, taken)
		check(t, f.Done(ctx, claim, "done"))
		same(t, "what is left", "issue:1", string(claimOnly(t, f, "issue:1").Key))
	})
}
