package emulator

import "strings"

// maxConnected is how many issues can be linked to a pull request by hand; docs,
// Linking a pull request to an issue.
const maxConnected = 10

// relink makes these the issues that a pull request closes: by keywords of its
// description and by hand. Nobody is told.
func (i *issue) relink(mentions, connected []*issue) {
	before := i.pull.closes()
	i.pull.mentions, i.pull.connected = mentions, connected
	after := i.pull.closes()
	for _, other := range before {
		if !contains(after, other) {
			other.linkedPulls = without(other.linkedPulls, i)
		}
	}
	for _, other := range after {
		if !contains(before, other) {
			other.linkedPulls = append(other.linkedPulls, i)
		}
	}
}

// mentioned are the issues that a pull request's description says it closes, as
// far as who wrote that can see them. Only the default branch's pull requests
// close issues by keywords.
func (e *Emulator) mentioned(i *issue, by actor) []*issue {
	if i.pull.base != i.repo.defaultBranch {
		return nil
	}
	var found []*issue
	for _, ref := range closedInMarkdown(i.body, i.repo, e.host()) {
		if other := e.findIssue(ref); other != nil && other.pull == nil && by.sees(other.repo) && !contains(found, other) {
			found = append(found, other)
		}
	}
	return found
}

// host is the site's name, with its port.
func (e *Emulator) host() string {
	_, host, _ := strings.Cut(e.options.WebURL, "://")
	return host
}

// relinkMentions reads the keywords of a description anew. A merged pull
// request keeps the links it had.
func (t *tx) relinkMentions(i *issue) {
	if i.pull == nil || i.pull.merged {
		return
	}
	before := i.pull.mentions
	i.relink(t.mentioned(i, t.actor), i.pull.connected)
	for _, other := range i.pull.mentions {
		if !contains(before, other) {
			other.updatedAt = t.at
		}
	}
}

// connect links an issue to a pull request as people do it in the sidebar, or
// takes such a link away. Both must be in one repository.
func (t *tx) connect(i, other *issue, connected bool) error {
	switch {
	case i.pull == nil || other.pull != nil || !t.sees(i.repo):
		return notFound()
	case t.role(i.repo) < roleWrite:
		return forbidden("Must have push access to the repository.")
	case i.repo.archived:
		return forbidden(messageArchived)
	case i.repo != other.repo:
		return invalid("The issue and the pull request must be in the same repository")
	case contains(i.pull.connected, other) == connected:
		return nil
	case connected && len(i.pull.connected) >= maxConnected:
		return invalid("A pull request can have at most 10 linked issues")
	}
	kind, links := "disconnected", without(i.pull.connected, other)
	if connected {
		kind, links = "connected", append(links, other)
	}
	i.relink(i.pull.mentions, links)
	t.noteLink(kind, i, other)
	t.noteLink(kind, other, i)
	return nil
}

func (t *tx) noteLink(kind string, on, subject *issue) {
	t.happened(on, kind).other = subject
	on.updatedAt = t.at
}

// closeByMessages closes the issues that commits new on the default branch say
// they close, where who pushes may close them.
func (t *tx) closeByMessages(r *repository, commits []*commit) {
	for _, c := range commits {
		for _, ref := range closedInText(c.message, r, t.host()) {
			if i := t.findIssue(ref); i != nil && i.pull == nil {
				t.closeFor(i, c)
			}
		}
	}
}

// closeFor closes an issue because a pull request was merged or a commit was
// pushed. Where the actor could not close it, it stays open.
func (t *tx) closeFor(i *issue, closer any) {
	if i.closed || i.repo.archived || t.role(i.repo) < roleTriage {
		return
	}
	t.applyState(i, true, "completed").closer = closer
}
