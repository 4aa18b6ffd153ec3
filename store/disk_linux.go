package store

import (
	"fmt"
	"syscall"
)

// The numbers of statfs(2) for file systems that it matters to tell apart.
const (
	tmpfs     = 0x01021994
	ramfs     = 0x858458f6
	overlayfs = 0x794c7630
	nfs       = 0x6969
	smb       = 0x517b
	smb2      = 0xfe534d42
	cifs      = 0xff534d42
	fuse      = 0x65735546
	plan9     = 0x01021997
	ceph      = 0x00c36400
	ext       = 0xef53
	xfs       = 0x58465342
	btrfs     = 0x9123683e
	zfs       = 0x2fc12fc1
)

// disk tells what kind of file system a folder is on, and how many bytes are
// free there for this user.
func disk(folder string) (kind string, free int64) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return "", -1
	}
	names := map[int64]string{
		tmpfs: "tmpfs", ramfs: "ramfs", overlayfs: "overlay", nfs: "nfs", smb: "smb", smb2: "smb", cifs: "cifs", fuse: "fuse",
		plan9: "9p", ceph: "ceph", ext: "ext4", xfs: "xfs", btrfs: "btrfs", zfs: "zfs",
	}
	kind = names[int64(uint32(s.Type))]
	if kind == "" {
		kind = fmt.Sprintf("file system %#x", uint32(s.Type))
	}
	return kind, int64(s.Bavail) * s.Bsize
}
