// Package pgtest gives tests a real PostgreSQL: a throw-away cluster for each
// test binary, with a fresh database for each test. It needs PostgreSQL's
// server programs on this machine. Nothing but tests uses it, and those that
// do carry the build tag "services".
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
	server, err := shared()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	run(t, server.folder, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, server.folder, "DROP DATABASE "+name+" WITH (FORCE)") })
	return clusterURL(server.folder, name)
}

func run(t testing.TB, folder, text string) {
	t.Helper()
	db, err := sql.Open("pgx", clusterURL(folder, "postgres"))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer db.Close() //nolint:errcheck // nothing was left to write
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// clusterURL names a database of the cluster, reached by the socket in its folder.
func clusterURL(folder, database string) string {
	query := url.Values{"host": {folder}, "user": {superuser}}
	return "postgres:///" + database + "?" + query.Encode()
}
