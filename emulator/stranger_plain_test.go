//go:build !services

package emulator

import "testing"

// documentedOperations are none: GitHub's description is installed for the
// tests with the tag services only.
func documentedOperations(testing.TB) map[string]described { return nil }
