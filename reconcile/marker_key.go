package reconcile

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/store"
)

// fingerprint tells a marker key from others without telling the key.
func fingerprint(key []byte) string {
	hash := hmac.New(sha256.New, key)
	_, _ = hash.Write([]byte("fingerprint of a marker key"))
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

// signed are the fingerprints of the keys that have signed, the oldest first.
func signed(ctx context.Context, s *store.Store) ([]string, error) {
	text, err := s.Flag(ctx, store.FlagMarkerKeys)
	if err != nil {
		return nil, fmt.Errorf("read which marker keys have signed: %w", err)
	}
	return strings.Fields(text), nil
}

// Remember notes that the first key signs from now on. To do it twice is to do it once.
func (m Marker) Remember(ctx context.Context, s *store.Store) error {
	before, err := signed(ctx, s)
	if err != nil || len(m.Keys) == 0 || slices.Contains(before, fingerprint(m.Keys[0])) {
		return err
	}
	all := strings.Join(append(before, fingerprint(m.Keys[0])), " ")
	if err := s.SetFlag(ctx, store.FlagMarkerKeys, all); err != nil {
		return fmt.Errorf("note which marker key signs: %w", err)
	}
	return nil
}

// Forgotten is how many keys have signed whose marks are not known any more.
func (m Marker) Forgotten(ctx context.Context, s *store.Store) (int, error) {
	all, err := signed(ctx, s)
	forgotten := slices.DeleteFunc(all, func(known string) bool {
		return slices.ContainsFunc(m.Keys, func(key []byte) bool { return fingerprint(key) == known })
	})
	return len(forgotten), err
}
