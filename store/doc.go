// Package store keeps what the app did and still has to do: the inbox of
// deliveries, the queue of keys, the membership index, the bases of the
// three-way merge, the ledger of writes and the audit.
//
// There is one implementation in SQL. It runs on SQLite in a file, on SQLite
// in memory, and on PostgreSQL, where several replicas may share it.
//
// # Guarantees
//
// A write method returns after its transaction is committed and on disk.
// Every write method that takes a Claim checks, in its own transaction, that
// the claim still holds its key, and returns ErrFenced and changes nothing if
// it does not. Leases and waiting times are on the database's own clock, so
// replicas whose clocks differ agree; SQLite has no other clock than the one
// that Open is given.
//
// All methods are safe for concurrent use. Times go in and come out in UTC
// with microseconds.
package store
