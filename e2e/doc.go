// Package e2e tests the binary that people run: `upkeep serve` as a process of
// its own, with a real database, against the emulated GitHub over HTTP on
// loopback, in the machine's own time. Everything in it is in test files, under
// the build tag services.
package e2e
