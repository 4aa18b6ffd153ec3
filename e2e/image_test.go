//go:build services

package e2e_test

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	// imageUser is the user that the image's server runs as.
	imageUser = 65532
	// largestBinary is what the program may weigh, in bytes.
	largestBinary = 45 << 20
)

// TestImage runs the server with nothing but what `make image` packs: no shell,
// no library, no name service, as a user that may write to /data alone.
func TestImage(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	unpack(t, makeImage(t), root)
	made := modes(t, root)
	want := map[string]fs.FileMode{
		".": fs.ModeDir | 0o755, "etc": fs.ModeDir | 0o755, "etc/ssl": fs.ModeDir | 0o755, "etc/ssl/certs": fs.ModeDir | 0o755,
		"etc/ssl/certs/ca-certificates.crt": 0o644, "upkeep": 0o755, "data": fs.ModeDir | 0o700,
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("the image holds (-want +got):\n%s", diff)
	}
	if program, err := os.Stat(filepath.Join(root, "upkeep")); err != nil {
		t.Error(err)
	} else if program.Size() > largestBinary {
		t.Errorf("the program has %d bytes, and may have %d", program.Size(), largestBinary)
	}

	w := newWorld(t, options{children: 2, database: func(testing.TB) string {
		return "sqlite://" + filepath.Join(root, "data", "upkeep.db")
	}})
	w.launch = func(command *exec.Cmd) { inside(root, command) }
	server := w.serve(map[string]string{"UPKEEP_DATABASE_URL": "sqlite:///data/upkeep.db"})
	if err := w.healthcheck(server); err != nil {
		t.Error(err)
	}
	w.activate()
	w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
	w.eventually(w.right)
	server.stop()
	if err := w.healthcheck(server); err == nil {
		t.Error("a server that is gone is alive")
	}
	now := modes(t, root)
	for name := range now {
		if strings.HasPrefix(name, "data/") {
			delete(now, name)
		}
	}
	if diff := cmp.Diff(want, now); diff != "" {
		t.Errorf("outside of /data there is, after a run (-want +got):\n%s", diff)
	}
}

// makeImage packs the root file system as people do, and returns the archive.
func makeImage(t *testing.T) (archive string) {
	t.Helper()
	folder := t.TempDir()
	command := exec.CommandContext(t.Context(), "make", "--directory=..", "image", "BIN="+folder)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("make image: %v\n%s", err, said)
	}
	return filepath.Join(folder, "image", "rootfs.tar")
}

// unpack lays an archive out in a folder with its owners, as far as this user
// can give files away.
func unpack(t *testing.T, archive, folder string) {
	t.Helper()
	file, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = lay(folder, header, reader)
		}
		if err != nil {
			t.Fatalf("unpack the image: %v", err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
}

// lay makes one entry of an archive.
func lay(folder string, header *tar.Header, content io.Reader) error {
	path := filepath.Join(folder, header.Name)
	var err error
	if header.Typeflag == tar.TypeDir {
		err = os.Mkdir(path, 0o755)
	} else {
		var bytes []byte
		bytes, err = io.ReadAll(content)
		err = errors.Join(err, os.WriteFile(path, bytes, 0o600))
	}
	if os.Geteuid() == 0 {
		err = errors.Join(err, os.Chown(path, header.Uid, header.Gid))
	} else if header.Uid != 0 && header.Uid != imageUser {
		err = errors.Join(err, fmt.Errorf("%s belongs to %d", header.Name, header.Uid))
	}
	return errors.Join(err, os.Chmod(path, header.FileInfo().Mode().Perm()))
}

// modes is what is below a folder.
func modes(t *testing.T, folder string) map[string]fs.FileMode {
	t.Helper()
	found := map[string]fs.FileMode{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		found[name] = info.Mode()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// inside has a command run the image's program in the image. Only root may
// change the root; anybody else does it in a user namespace, where its own
// account is the image's user.
func inside(root string, command *exec.Cmd) {
	command.Path, command.Dir = "/upkeep", "/data"
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Chroot = root
	if os.Geteuid() == 0 {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: imageUser, Gid: imageUser}
		return
	}
	command.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
	command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: imageUser, HostID: os.Geteuid(), Size: 1}}
	command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: imageUser, HostID: os.Getegid(), Size: 1}}
}

// healthcheck asks from within the image, as the engine does, whether the
// server is alive.
func (w *world) healthcheck(s *server) error {
	command := exec.Command("/upkeep", "healthcheck")
	command.Env = []string{"UPKEEP_ADDR=" + s.url.Host}
	w.launch(command)
	said, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("upkeep healthcheck: %w: %s", err, said)
	}
	return nil
}
