#!/usr/bin/env bash
# Packs the image's root file system around a built program, without a container
# engine; `make image` and the Dockerfile call it.
#
#   scripts/image.sh PROGRAM FOLDER
#
# FOLDER/root        what root owns and the server only reads: the program, and
#                    the authorities whose certificates it trusts
# FOLDER/own         what the server owns: /data, for a SQLite database
# FOLDER/rootfs.tar  both, each with its owner; the same program gives the same bytes
set -euo pipefail

program=$1 folder=$2
certificates=/etc/ssl/certs/ca-certificates.crt
if [[ ! -r $certificates ]]; then
  echo "The image needs $certificates: install the package ca-certificates." >&2
  exit 1
fi

rm -rf "$folder"
install -D -m 755 "$program" "$folder/root/upkeep"
install -D -m 644 "$certificates" "$folder/root$certificates"
install -d -m 700 "$folder/own/data"
chmod 755 "$folder/root" "$folder/root/etc" "$folder/root/etc/ssl" "$folder/root/etc/ssl/certs"

pack() { tar --format=ustar --sort=name --mtime=@0 --numeric-owner --file "$folder/rootfs.tar" "$@"; }
pack --create --owner=0 --group=0 --directory "$folder/root" etc upkeep
pack --append --owner=65532 --group=65532 --directory "$folder/own" data
