// Package contract checks what the emulator answers and what the app asks
// against GitHub's own published descriptions, so that the two cannot agree
// with each other and be wrong together.
//
// The descriptions are npm packages, pinned in testdata/npm and installed by
// "make npm"; they are not committed. Only tests import this package, those
// with the build tag "services". Every description is read once per test
// binary, and only the schemas that a test uses are compiled.
//
// The checkers are safe for concurrent use.
package contract

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// moduleDirectory is the folder of the go.mod that the running test belongs to.
func moduleDirectory() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module's folder: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find the module's folder: no go.mod in the working folder or above it")
		}
		dir = parent
	}
}

// readModule reads a file named by its path below the module's folder.
func readModule(path string) ([]byte, error) {
	dir, err := moduleDirectory()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return text, nil
}

// readPackage reads a file of one of the installed npm packages.
func readPackage(path string) ([]byte, error) {
	text, err := readModule("testdata/npm/node_modules/@octokit/" + path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w (run: make npm)", err)
	}
	return text, err
}

// must ends the test when a description could not be loaded.
func must[T any](t testing.TB, load func() (T, error)) T {
	t.Helper()
	v, err := load()
	if err != nil {
		t.Fatalf("load GitHub's description: %v", err)
	}
	return v
}
