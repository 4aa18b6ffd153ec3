//go:build !linux

package store

// disk cannot tell on this system.
func disk(string) (kind string, free int64) { return "", -1 }
