// Package pgtest gives tests a real PostgreSQL: a throw-away cluster for each
// test binary, with a fresh database for each test. It needs PostgreSQL's
// server programs on this machine. Only tests, which carry the build tag
// "services", and the benchmark use it.
package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
)

// The one cluster of a test binary has to be shared by all its tests.
var (
	shared    = sync.OnceValues(startCluster)
	databases atomic.Int64
)

// Start returns the URL of an empty database, which is dropped when the test
// ends. The cluster starts with the first call and ends with the test binary,
// however that ends. The settings are PostgreSQL's own: commits are on disk.
func Start(t testing.TB) string {
	t.Helper()
	url, drop, err := Create(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Fatal(err)
		}
	})
	return url
}

// Create is Start for a program that is no test: drop removes the database.
func Create(ctx context.Context) (url string, drop func() error, err error) {
	server, err := shared()
	if err != nil {
		return "", nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	drop = func() error { return run(ctx, server.folder, "DROP DATABASE "+name+" WITH (FORCE)") }
	return clusterURL(server.folder, name), drop, run(ctx, server.folder, "CREATE DATABASE "+name)
}

func run(ctx context.Context, folder, text string) error {
	db, err := sql.Open("pgx", clusterURL(folder, "postgres"))
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	defer db.Close() //nolint:errcheck // nothing was left to write
	if _, err := db.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}

// clusterURL names a database of the cluster, reached by the socket in its folder.
func clusterURL(folder, database string) string {
	query := url.Values{"host": {folder}, "user": {superuser}}
	return "postgres:///" + database + "?" + query.Encode()
}
