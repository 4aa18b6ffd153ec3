//go:build services

package simulator_test

// usualSteps are those of the fast tier, `make test`.
const usualSteps = 20_000
