//go:build !services

package simulator_test

// usualSteps are few enough for the inner loop, `go test ./...`.
const usualSteps = 3_000
