package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
)

// round looks at some of the keys that are due, side by side; false when there are none.
func (s *stage) round(ctx, keeping context.Context) (more bool, err error) {
	due, err := s.due(keeping)
	if err != nil || due == 0 {
		return false, err
	}
	claims, err := s.store.Claim(keeping, s.Workers, lease)
	if err != nil || len(claims) == 0 {
		return false, err
	}
	all := int(s.done.Load()) + due
	var telling sync.Mutex
	var looking sync.WaitGroup
	failures := make([]error, len(claims))
	for i, claim := range claims {
		looking.Go(func() {
			failures[i] = s.settle(ctx, keeping, claim, s.look(ctx, claim))
			telling.Lock()
			defer telling.Unlock()
			if done := int(s.done.Add(1)); s.Progress != nil {
				s.Progress(done, all)
			}
		})
	}
	looking.Wait()
	return true, errors.Join(failures...)
}

// due counts the keys that are to be looked at now.
func (s *stage) due(keeping context.Context) (int, error) {
	keys, err := s.store.Keys(keeping, "")
	if err != nil {
		return 0, fmt.Errorf("list the keys: %w", err)
	}
	due, now := 0, s.Now()
	for _, key := range keys {
		if !key.NotBefore.IsZero() && !key.NotBefore.After(now) {
			due++
		}
	}
	return due, nil
}

// look runs one key. A panic of its decider is that key's failure alone.
func (s *stage) look(ctx context.Context, claim store.Claim) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			s.Log.Error().Str("key", string(claim.Key)).Bytes("stack", debug.Stack()).Msg("panic")
			err = fmt.Errorf("looking at %s panicked: %v", claim.Key, cause)
		}
	}()
	// What would be written is the result, and no news for the log.
	log := s.Log.Level(max(s.Log.GetLevel(), zerolog.WarnLevel)).With().Str("key", string(claim.Key)).Bool("rehearsal", true).Logger()
	_, err = s.reconciler.Reconcile(log.WithContext(ctx), claim)
	return err
}

// settle ends the look at a key. What has failed is not tried again, unless
// something triggers it: the reads have been repeated, and the rest stays so.
func (s *stage) settle(ctx, keeping context.Context, claim store.Claim, err error) error {
	limited, isLimited := errors.AsType[ghclient.RateLimited](err)
	later, isLater := errors.AsType[gate.Later](err)
	switch {
	case err == nil:
		err = s.store.Done(keeping, claim, "")
	case ctx.Err() != nil:
		err = s.store.Release(keeping, claim)
	case isLimited:
		err = s.store.Wait(keeping, claim, store.WaitLimit, limited.Until, limited.Error())
	case isLater:
		err = s.store.Wait(keeping, claim, later.Waiting, later.Until, later.Reason)
	default:
		s.Log.Debug().Err(err).Str("key", string(claim.Key)).Msg("could not be rehearsed")
		err = s.store.Wait(keeping, claim, store.WaitParked, time.Time{}, err.Error())
	}
	if err != nil {
		return fmt.Errorf("settle key %s: %w", claim.Key, err)
	}
	return nil
}

// wait lets the time pass that a rate limit or a read that is behind takes; false
// when nothing waits for that, or the rehearsal does not.
func (s *stage) wait(ctx, keeping context.Context) (waited bool, err error) {
	keys, err := s.store.Keys(keeping, "")
	if err != nil {
		return false, fmt.Errorf("list the keys: %w", err)
	}
	keys = slices.DeleteFunc(keys, func(k store.KeyRow) bool { return k.Waiting != store.WaitLimit && k.Waiting != store.WaitLag })
	if len(keys) == 0 || s.After == nil {
		return false, nil
	}
	first := slices.MinFunc(keys, func(a, b store.KeyRow) int { return a.NotBefore.Compare(b.NotBefore) })
	s.Log.Info().Int("keys", len(keys)).Time("until", first.NotBefore).Str("reason", first.Reason).Msg("waiting")
	select {
	case <-ctx.Done():
	case <-s.After(first.NotBefore.Sub(s.Now())):
	}
	return true, nil
}
