package emulator

import "fmt"

// PushFile commits one file to the default branch of "owner/name".
func (e *Emulator) PushFile(login, repo, path, content string) error {
	return e.PushFileTo(login, repo, "", path, content)
}

// PushFileTo commits one file to a branch of "owner/name"; the default branch when it is empty.
func (e *Emulator) PushFileTo(login, repo, branch, path, content string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.pushFile(r, branch, path, &content) })
}

// DeleteFile commits the removal of one file from the default branch.
func (e *Emulator) DeleteFile(login, repo, path string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.pushFile(r, "", path, nil) })
}

// DeleteFileFrom commits the removal of one file from a branch.
func (e *Emulator) DeleteFileFrom(login, repo, branch, path string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.pushFile(r, branch, path, nil) })
}

// CreateBranch makes a branch of "owner/name" where the default branch is.
func (e *Emulator) CreateBranch(login, repo, branch string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error {
		if r.head() == nil {
			return fmt.Errorf("make branch %s of %s: it is empty", branch, repo)
		}
		return t.createBranch(r, branch, r.head().sha)
	})
}

// DeleteBranch deletes a branch of "owner/name"; its open pull requests are closed.
func (e *Emulator) DeleteBranch(login, repo, branch string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.deleteBranch(r, branch) })
}
