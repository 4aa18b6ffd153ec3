package emulator

import (
	"cmp"
	"time"
)

// defaultPermissions and defaultEvents are those of an app that does not say.
func defaultPermissions() map[string]string {
	return map[string]string{
		"metadata": levelRead, "contents": levelRead, "issues": levelWrite, "pull_requests": levelRead, "members": levelRead,
		"organization_projects": levelWrite, "checks": levelWrite,
	}
}

func defaultEvents() []string {
	return []string{
		"issue_comment", "issue_dependencies", "issues", "projects_v2_item", "pull_request", "pull_request_review", "push", "repository", "sub_issues",
	}
}

// register makes a described app the emulator's, with its ids, its secret and its bot.
func (e *Emulator) register(a *app, at time.Time) {
	if a.id == 0 {
		a.id = e.ids.number("app")
	}
	a.hookID = e.ids.number("hook")
	a.clientID = "Iv23li" + e.ids.hex("client", 14)
	a.clientSecret = e.ids.hex("client secret", 40)
	a.nodeID = nodeID("A", a.ownerID(), a.id)
	a.tokens = cmp.Or(a.tokens, tokensLong)
	a.createdAt, a.updatedAt = at, at
	if a.bot = e.findUser(a.slug + "[bot]"); a.bot == nil {
		a.bot = e.newUser(a.slug+"[bot]", a.name, true, at)
	}
	e.app = a
}
