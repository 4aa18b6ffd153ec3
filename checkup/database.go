package checkup

import (
	"fmt"
	"strings"
	"time"
)

// Database is the server's database as it was found, without a change to it.
type Database struct {
	// Kind is "SQLite" or "PostgreSQL", Version its own version.
	Kind, Version string
	// Schema is the version of the tables, 0 when there are none yet; Newest is
	// the one that this program knows.
	Schema, Newest int64
	// Size is what it takes on disk, in bytes.
	Size int64
	// ReadOnly says why it cannot be written; empty when it can.
	ReadOnly string

	// Journal and Synchronous are SQLite's settings as they came out.
	Journal     string
	Synchronous int
	// FileSystem is what its file is on, empty when that cannot be told, and Free
	// the bytes left there, -1 then.
	FileSystem string
	Free       int64

	// Fsync, FullPageWrites and SynchronousCommit are PostgreSQL's settings, the
	// last one as a session of the server has it.
	Fsync, FullPageWrites, SynchronousCommit string
	// Connections are those in use by everybody, MostConnections the limit.
	Connections, MostConnections int
	// Ahead is how far PostgreSQL's clock is before this machine's.
	Ahead time.Duration
}

const (
	// littleSpace and tooLittleSpace are bytes.
	littleSpace    = 1 << 30
	tooLittleSpace = 100 << 20
	// replicaConnections are what one more replica may open.
	replicaConnections = 16
	// clockApart is what two clocks may differ by without anybody noticing.
	clockApart = 10 * time.Second
	// synchronousFull is SQLite's number for it.
	synchronousFull = 2
)

// Current reports whether the schema is the one that this program works with.
func (d Database) Current() bool { return d.Schema == d.Newest }

// Findings say how the database stands.
func (d Database) Findings() []Finding {
	findings := []Finding{ok("database", "%s %s, %s", d.Kind, d.Version, bytes(d.Size))}
	if d.ReadOnly != "" {
		findings = append(findings, wrong("writing", "it cannot be written: "+d.ReadOnly, "let the user that the server runs as write to it"))
	}
	findings = append(findings, d.schema())
	switch {
	case d.Kind == "SQLite" && d.Schema == 0:
		return append(findings, d.disk())
	case d.Kind == "SQLite":
		return append(findings, d.sqliteDurable(), d.disk())
	}
	return append(findings, d.postgresDurable(), d.connections(), d.clock())
}

func (d Database) schema() Finding {
	const about = "schema"
	switch {
	case d.Current():
		return ok(about, "version %d", d.Schema)
	case d.Schema > d.Newest:
		return wrong(about, fmt.Sprintf("version %d was made by a newer Upkeep; this one knows up to %d", d.Schema, d.Newest), "use the newer program, or restore a backup")
	case d.Schema == 0:
		return warning(about, "there are no tables yet", "the first start of `upkeep serve` makes them")
	default:
		return warning(about, fmt.Sprintf("version %d is older than this program's %d", d.Schema, d.Newest), "`upkeep migrate`, or the next start of the server, brings it up to date")
	}
}

func (d Database) sqliteDurable() Finding {
	const about = "durability"
	switch {
	case d.Journal != "wal":
		return wrong(about, fmt.Sprintf("the journal is %q in place of a write-ahead log", d.Journal), "move the file to a local disk; some network file systems cannot hold a write-ahead log")
	case d.Synchronous < synchronousFull:
		return wrong(about, fmt.Sprintf("synchronous is %d: a power cut can take back what GitHub was told is stored", d.Synchronous), "it has to be 2 (FULL) or more; see what sets it")
	default:
		return ok(about, "write-ahead log, synchronous FULL")
	}
}

// fleeting are file systems whose content goes with the machine or the
// container; remote ones cannot be trusted with a lock or a power cut.
func fleeting() []string { return []string{"tmpfs", "ramfs"} }
func remote() []string   { return []string{"nfs", "smb", "cifs", "fuse", "9p", "ceph"} }

func (d Database) disk() Finding {
	const about = "disk"
	switch mend := "make room: without space no webhook is accepted"; {
	case isOne(d.FileSystem, fleeting()):
		return wrong(about, "the file is in memory ("+d.FileSystem+"): it is gone after a restart of the machine", "let UPKEEP_DATABASE_URL name a file on a disk")
	case d.Free >= 0 && d.Free < tooLittleSpace:
		return wrong(about, "only "+bytes(d.Free)+" are free", mend)
	case d.Free >= 0 && d.Free < littleSpace:
		return warning(about, "only "+bytes(d.Free)+" are free", mend)
	case isOne(d.FileSystem, remote()):
		return warning(about, "the file is on a file system of kind "+d.FileSystem+", where SQLite's locks may not hold", "move it to a local disk, or use PostgreSQL")
	case d.FileSystem == "overlay":
		return warning(about, "the file is in a container's own layer (overlay): it is gone with the container", "put it on a volume")
	case d.FileSystem == "":
		return ok(about, "of an unknown kind")
	default:
		return ok(about, "%s, %s free", d.FileSystem, bytes(d.Free))
	}
}

func (d Database) postgresDurable() Finding {
	const about = "durability"
	var off []string
	for _, setting := range []struct{ name, value string }{
		{"fsync", d.Fsync}, {"full_page_writes", d.FullPageWrites}, {"synchronous_commit", d.SynchronousCommit},
	} {
		if setting.value == "off" {
			off = append(off, setting.name)
		}
	}
	if len(off) > 0 {
		return wrong(about, strings.Join(off, ", ")+" off: a power cut can take back what GitHub was told is stored, or damage the database", "switch it on in PostgreSQL's settings")
	}
	return ok(about, "fsync and full_page_writes on, synchronous_commit %s", d.SynchronousCommit)
}

func (d Database) connections() Finding {
	const about = "connections"
	if d.Connections+replicaConnections > d.MostConnections {
		return warning(about, fmt.Sprintf("%d of %d are in use; a replica opens up to %d", d.Connections, d.MostConnections, replicaConnections), "raise max_connections of PostgreSQL before another replica starts")
	}
	return ok(about, "%d of %d in use", d.Connections, d.MostConnections)
}

func (d Database) clock() Finding {
	const about = "its clock"
	if d.Ahead.Abs() > clockApart {
		return warning(about, "it differs from this machine's by "+lasting(d.Ahead), "have both machines keep time by NTP")
	}
	return ok(about, "agrees with this machine's")
}

func isOne(name string, names []string) bool {
	for _, n := range names {
		if strings.HasPrefix(name, n) {
			return true
		}
	}
	return false
}

// bytes is a size as people read it.
func bytes(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	default:
		return fmt.Sprintf("%d kB", (n+1023)/1024)
	}
}
