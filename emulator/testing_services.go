//go:build services

package emulator

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// watcher holds what the emulator says to GitHub's published descriptions.
func watcher(t testing.TB) Watcher { return contract.Watch(t) }
