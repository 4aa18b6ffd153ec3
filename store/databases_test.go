//go:build !services

package store_test

func databases() []database { return localDatabases() }
