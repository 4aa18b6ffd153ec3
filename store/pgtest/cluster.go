package pgtest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const superuser = "upkeep"

// keeper starts the server, says when it is ready, and waits for the end of
// its input, which comes when the test binary is gone, however it went. Then
// it stops the server and removes the folder.
const keeper = `
folder=$1; bin=$2
"$bin/pg_ctl" --silent --wait -D "$folder/data" -l "$folder/log" \
	-o "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300" start &&
	echo ready || { cat "$folder/log"; echo failed; }
cat >/dev/null
"$bin/pg_ctl" --silent --wait -D "$folder/data" -m immediate stop >/dev/null 2>&1
rm -rf "$folder"
`

// cluster is a running server.
type cluster struct {
	folder string
	// life is the keeper's input: it must not be closed, nor be collected as garbage.
	life io.WriteCloser
}

// startCluster makes a cluster and starts it.
func startCluster() (*cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	as, err := account(folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	initialize := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(folder, "data"), "-U", superuser, //nolint:noctx // outlives no test
		"--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	initialize.SysProcAttr, initialize.Dir = as, folder
	if said, err := initialize.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, said), os.RemoveAll(folder))
	}
	life, err := keep(folder, bin, as)
	return &cluster{folder: folder, life: life}, err
}

// keep starts the keeper and waits until the server answers.
func keep(folder, bin string, as *syscall.SysProcAttr) (io.WriteCloser, error) {
	said, saying, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command := exec.Command("sh", "-c", keeper, "keeper", folder, bin) //nolint:noctx // lives as long as the test binary
	command.SysProcAttr, command.Dir, command.Stdout, command.Stderr = as, folder, saying, saying
	life, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(command.Start(), saying.Close()); err != nil {
		return nil, err
	}
	return life, awaitReady(said)
}

// awaitReady reads what the keeper says until it says that the server is up.
func awaitReady(said io.Reader) error {
	var text strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := said.Read(buffer)
		text.Write(buffer[:n])
		switch {
		case strings.Contains(text.String(), "ready"):
			return nil
		case err != nil || strings.Contains(text.String(), "failed\n"):
			return fmt.Errorf("the server did not start: %s", text.String())
		}
	}
}

// programs finds the folder with PostgreSQL's server programs: the newest that
// Debian installed, or wherever initdb is on the path.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	newest, best := "", -1
	for _, path := range found {
		bin := filepath.Dir(path)
		if version, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin))); version > best {
			newest, best = bin, version
		}
	}
	if newest != "" {
		return newest, nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("initdb is neither under /usr/lib/postgresql nor on the path: install the postgresql package")
	}
	return filepath.Dir(path), nil
}

// account lets the server run as an ordinary user, since it refuses to run as
// root, and in a session of its own, so that an interrupt reaches only the tests.
func account(folder string) (*syscall.SysProcAttr, error) {
	as := &syscall.SysProcAttr{Setsid: true}
	if os.Geteuid() != 0 {
		return as, nil
	}
	ordinary, err := user.Lookup("postgres")
	if err != nil {
		if ordinary, err = user.Lookup("nobody"); err != nil {
			return nil, fmt.Errorf("find an ordinary user to run PostgreSQL as: %w", err)
		}
	}
	uid, err := strconv.ParseUint(ordinary.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the user id %q: %w", ordinary.Uid, err)
	}
	gid, err := strconv.ParseUint(ordinary.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the group id %q: %w", ordinary.Gid, err)
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(folder, int(uid), int(gid))
}
