package reconcile_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage lie longer: each test makes a GitHub of its own.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
