package emulator

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// OpenPullRequest opens a pull request in "owner/name" that closes issues when
// it merges, from a fresh branch with one commit that changes no file. An empty
// body becomes one that says what it closes; what a body does not say is linked
// as in the sidebar.
func (e *Emulator) OpenPullRequest(login, repo, title, body string, closes ...upgrade.Ref) (upgrade.Ref, error) {
	var ref upgrade.Ref
	err := e.onRepository(login, repo, func(t *tx, r *repository) error {
		var closed []*issue
		for _, each := range closes {
			i := e.findIssue(each)
			if i == nil || !t.sees(i.repo) || i.pull != nil {
				return fmt.Errorf("find issue %s: %w", each, notFound())
			}
			closed = append(closed, i)
		}
		i, err := t.openChange(r, title, either(body, closingText(closed)), closed)
		if err != nil {
			return err
		}
		ref = i.ref()
		return nil
	})
	return ref, err
}

func closingText(closes []*issue) string {
	lines := make([]string, 0, len(closes))
	for _, i := range closes {
		lines = append(lines, "Closes "+i.ref().String())
	}
	return strings.Join(lines, "\n")
}

// OpenPullRequestFrom opens a pull request in "owner/name" from a branch that is
// there into another; the default branch when base is empty.
func (e *Emulator) OpenPullRequestFrom(login, repo, head, base, title, body string) (upgrade.Ref, error) {
	var ref upgrade.Ref
	err := e.onRepository(login, repo, func(t *tx, r *repository) error {
		i, err := t.openPull(r, pullDraft{title: title, body: body, head: head, base: either(base, r.defaultBranch)})
		if err != nil {
			return err
		}
		ref = i.ref()
		return nil
	})
	return ref, err
}

// OpenPullRequestFromFork opens a pull request into the default branch of
// "owner/name" from a person's fork, with one commit that writes one file.
func (e *Emulator) OpenPullRequestFromFork(login, repo, title, path, content string) (upgrade.Ref, error) {
	var ref upgrade.Ref
	err := e.onRepository(login, repo, func(t *tx, r *repository) error {
		if r.head() == nil {
			return fmt.Errorf("fork %s: it is empty", repo)
		}
		i, err := t.openFromFork(r, title, map[string]*string{path: &content})
		if err != nil {
			return err
		}
		ref = i.ref()
		return nil
	})
	return ref, err
}

// PushToFork commits one file to the branch of a fork that a pull request comes from.
func (e *Emulator) PushToFork(login string, ref upgrade.Ref, path, content string) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if i.pull == nil || i.pull.fork != t.user {
			return fmt.Errorf("push to the fork of %s: %s has none", ref, login)
		}
		t.synchronize(i, t.forkCommit(i.repo, i.pull.headCommit, map[string]*string{path: &content}))
		return nil
	})
}

// MergePullRequest merges, and closes the issues that the pull request closes.
func (e *Emulator) MergePullRequest(login string, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.mergePull(i, mergeOrder{}) })
}

// ClosePullRequest closes a pull request without merging it.
func (e *Emulator) ClosePullRequest(login string, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if i.pull == nil {
			return fmt.Errorf("close pull request %s: it is an issue", ref)
		}
		return t.setState(i, true, "")
	})
}

// DraftPullRequest makes a pull request a draft, or ready for review.
func (e *Emulator) DraftPullRequest(login string, ref upgrade.Ref, draft bool) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.setDraft(i, draft) })
}

// LinkPullRequest links an issue to a pull request as in the sidebar, or takes
// such a link away.
func (e *Emulator) LinkPullRequest(login string, pull, closes upgrade.Ref, linked bool) error {
	return e.onTwo(login, pull, closes, func(t *tx, p, i *issue) error { return t.connect(p, i, linked) })
}

// Review submits a review: state is approved, changes_requested or commented.
func (e *Emulator) Review(login string, ref upgrade.Ref, state, body string) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if state == reviewPending {
			return fmt.Errorf("review %s: a review that is submitted is not pending", ref)
		}
		_, err := t.reviewPull(i, state, body)
		return err
	})
}

// EditReview replaces the text of the last review that author submitted.
func (e *Emulator) EditReview(login string, ref upgrade.Ref, author, body string) error {
	return e.onReview(login, ref, author, func(t *tx, rv *review) error { return t.editReview(rv, body) })
}

// DismissReview takes back the last approval or request for changes of author.
func (e *Emulator) DismissReview(login string, ref upgrade.Ref, author, message string) error {
	return e.onReview(login, ref, author, func(t *tx, rv *review) error { return t.dismissReview(rv, message) })
}

func (e *Emulator) onReview(login string, ref upgrade.Ref, author string, f func(*tx, *review) error) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if i.pull == nil {
			return fmt.Errorf("find the reviews of %s: it is an issue", ref)
		}
		for _, rv := range i.pull.latestReviews(func(*review) bool { return true }) {
			if sameFold(rv.author.login, author) {
				return f(t, rv)
			}
		}
		return fmt.Errorf("find a review of %s by %s: %w", ref, author, notFound())
	})
}

// RequestReview asks a person, or a team as "@org/slug", for a review, or takes
// the request back.
func (e *Emulator) RequestReview(login string, ref upgrade.Ref, reviewer string, wanted bool) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		var people []*user
		var teams []*team
		if slug, named := strings.CutPrefix(reviewer, "@"+i.repo.owner.login+"/"); named {
			teams = append(teams, i.repo.owner.team(slug))
		} else {
			people = append(people, e.findUser(reviewer))
		}
		if wanted {
			return t.requestReviews(i, people, teams)
		}
		return t.withdrawReviews(i, people, teams)
	})
}
