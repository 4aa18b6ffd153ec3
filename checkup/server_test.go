package checkup

import (
	"testing"
	"time"
)

func TestServer(t *testing.T) {
	t.Parallel()
	well := Server{Version: "v1", Registered: true, MarkerKeys: 1, MarkersDerived: true, Address: ":8080", Status: 200, Answer: "ready"}
	tell(t, map[string]told{
		"well": {well, ""},
		"two settings are wrong": {with(well, func(s *Server) { s.Problems = []string{"UPKEEP_ADDR is odd", "UPKEEP_HALT is odd"} }), `
wrong settings: UPKEEP_ADDR is odd [set it right where the server's settings are: its environment, or the file that UPKEEP_CONFIG names]
wrong settings: UPKEEP_HALT is odd [set it right where the server's settings are: its environment, or the file that UPKEEP_CONFIG names]
`},
		"no app": {with(well, func(s *Server) { s.Registered = false }), `
wrong GitHub App: none is set up [run ` + "`upkeep serve`" + ` and open the link that it prints, or set the id, a private key and the webhook secret of one]
`},
		"not running": {with(well, func(s *Server) { s.Status = 0 }), `
warning running at :8080: nothing answers there [start ` + "`upkeep serve`" + `, unless it runs on another machine or in another container]
`},
		"not ready": {with(well, func(s *Server) { s.Status, s.Answer = 503, "the workers are not running" }), `
wrong running at :8080: it is not ready: the workers are not running [see what else is wrong here, and the server's log]
`},
		"another program": {with(well, func(s *Server) { s.Status = 404 }), `
wrong running at :8080: what answers there is not Upkeep: 404 [give the server another address by UPKEEP_ADDR, or end what has this one]
`},
		"keys that signed are gone": {gone{Forgotten(2)}, `
warning marks: signed with 2 keys that the settings do not have: if the database were lost, the app would not know its own texts [add the earlier key to UPKEEP_MARKER_KEYS, behind the present one; one that was derived from an earlier private key is gone with that]
`},
		"writes go on": {Halt{}, ""},
		"halted by both": {Halt{Settings: true, Flag: true}, `
warning writes: all are stopped by UPKEEP_HALT [take it out of the settings and start the server anew, when they may go on]
warning writes: all are stopped by ` + "`upkeep halt`" + ` [run ` + "`upkeep halt --off`" + ` when they may go on]
`},
	})
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	sqlite := Database{Kind: "SQLite", Version: "3.53.4", Schema: 3, Newest: 3, Journal: "wal", Synchronous: 2, FileSystem: "ext4", Free: 20 << 30}
	postgres := Database{
		Kind: "PostgreSQL", Version: "17.2", Schema: 3, Newest: 3, Free: -1,
		Fsync: "on", FullPageWrites: "on", SynchronousCommit: "on", Connections: 20, MostConnections: 100,
	}
	tell(t, map[string]told{
		"SQLite":                             {sqlite, ""},
		"SQLite on what cannot be told":      {with(sqlite, func(d *Database) { d.FileSystem, d.Free = "", -1 }), ""},
		"PostgreSQL":                         {postgres, ""},
		"PostgreSQL, waiting for a follower": {with(postgres, func(d *Database) { d.SynchronousCommit = "remote_apply" }), ""},
		"no tables yet": {Database{Kind: "SQLite", Newest: 3, Journal: "delete", FileSystem: "ext4", Free: 20 << 30}, `
warning schema: there are no tables yet [the first start of ` + "`upkeep serve`" + ` makes them]
`},
		"an older schema": {with(sqlite, func(d *Database) { d.Schema = 2 }), `
warning schema: version 2 is older than this program's 3 [` + "`upkeep migrate`" + `, or the next start of the server, brings it up to date]
`},
		"a newer schema": {with(postgres, func(d *Database) { d.Schema = 4 }), `
wrong schema: version 4 was made by a newer Upkeep; this one knows up to 3 [use the newer program, or restore a backup]
`},
		"read-only": {with(sqlite, func(d *Database) { d.ReadOnly = "attempt to write a readonly database" }), `
wrong writing: it cannot be written: attempt to write a readonly database [let the user that the server runs as write to it]
`},
		"no write-ahead log": {with(sqlite, func(d *Database) { d.Journal = "delete" }), `
wrong durability: the journal is "delete" in place of a write-ahead log [move the file to a local disk; some network file systems cannot hold a write-ahead log]
`},
		"synchronous NORMAL": {with(sqlite, func(d *Database) { d.Synchronous = 1 }), `
wrong durability: synchronous is 1: a power cut can take back what GitHub was told is stored [it has to be 2 (FULL) or more; see what sets it]
`},
		"in memory": {with(sqlite, func(d *Database) { d.FileSystem = "tmpfs" }), `
wrong disk: the file is in memory (tmpfs): it is gone after a restart of the machine [let UPKEEP_DATABASE_URL name a file on a disk]
`},
		"on a network": {with(sqlite, func(d *Database) { d.FileSystem = "nfs" }), `
warning disk: the file is on a file system of kind nfs, where SQLite's locks may not hold [move it to a local disk, or use PostgreSQL]
`},
		"in a container's layer": {with(sqlite, func(d *Database) { d.FileSystem = "overlay" }), `
warning disk: the file is in a container's own layer (overlay): it is gone with the container [put it on a volume]
`},
		"little space": {with(sqlite, func(d *Database) { d.Free = 500 << 20 }), `
warning disk: only 500.0 MB are free [make room: without space no webhook is accepted]
`},
		"no space": {with(sqlite, func(d *Database) { d.FileSystem, d.Free = "overlay", 900<<10 }), `
wrong disk: only 900 kB are free [make room: without space no webhook is accepted]
`},
		"PostgreSQL may lose commits": {with(postgres, func(d *Database) { d.Fsync, d.SynchronousCommit = "off", "off" }), `
wrong durability: fsync, synchronous_commit off: a power cut can take back what GitHub was told is stored, or damage the database [switch it on in PostgreSQL's settings]
`},
		"few connections are left": {with(postgres, func(d *Database) { d.Connections = 85 }), `
warning connections: 85 of 100 are in use; a replica opens up to 16 [raise max_connections of PostgreSQL before another replica starts]
`},
		"its clock": {with(postgres, func(d *Database) { d.Ahead = -3 * time.Minute }), `
warning its clock: it differs from this machine's by 3 min [have both machines keep time by NTP]
`},
	})
}

func TestQueue(t *testing.T) {
	t.Parallel()
	well := Queue{Now: now(), Oldest: now().Add(-5 * time.Minute), Unread: now().Add(-time.Second), Waiting: 4}
	tell(t, map[string]told{
		"well": {well, ""},
		"nobody works": {with(well, func(q *Queue) { q.Oldest = now().Add(-3 * time.Hour) }), `
wrong keys: one is due since 3 h: nobody works, or not fast enough [see that the server runs, and its log]
`},
		"nobody is to work": {with(well, func(q *Queue) { q.Oldest, q.Halted = now().Add(-3*time.Hour), true }), ""},
		"nobody reads": {with(well, func(q *Queue) { q.Unread = now().Add(-10 * time.Minute) }), `
wrong deliveries: one lies unread since 10 min [see that the server runs, and its log]
`},
		"parked": {with(well, func(q *Queue) {
			q.Parked = []string{"issue:I_1 (locked)", "issue:I_2 (locked)", "issue:I_3 (locked)", "issue:I_4 (locked)"}
			q.ParkedDeliveries, q.Conflicts = []string{"push: the handler panicked"}, 2
		}), `
warning parked keys: 4: issue:I_1 (locked), issue:I_2 (locked), issue:I_3 (locked) and 1 more [see to the reasons, which ` + "`upkeep parked`" + ` lists; a change on GitHub or ` + "`upkeep replay`" + ` has them tried again]
warning parked deliveries: 1 could not be read: push: the handler panicked [` + "`upkeep parked`" + ` lists them; report the reason, and ` + "`upkeep replay`" + ` them with a version that can read them]
warning deliveries under a known id: 2 came with another body, and were not handled [somebody who has the webhook secret may have sent them: change the secret]
`},
	})
}

// gone is a finding that nobody counts facts for.
type gone []Finding

func (g gone) Findings() []Finding { return g }
