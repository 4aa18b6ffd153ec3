//go:build !services

package emulator

import "testing"

// watcher is nobody: GitHub's descriptions are installed for the tests with the
// tag services only.
func watcher(testing.TB) Watcher { return nil }
