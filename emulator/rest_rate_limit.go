package emulator

import (
	"time"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

func rateLimitRoutes() []route {
	return []route{operation("GET rate_limit", getRateLimit)}
}

// getRateLimit tells how the asker's budgets stand. Searches are not emulated,
// so that their budget is always whole.
func getRateLimit(q *request) (answer, error) {
	c := chargeOf(q.http.Context())
	searches, points := budgetOfSearches, c.Limit
	if c.Limit == budgetOfAnyone {
		searches, points = searchesOfAnyone, 0
	}
	standing := func(of ratelimit.Resource, limit int) object {
		return standingJSON(q.limits.Standing(c.Owner, of, limit))
	}
	core := standing(ratelimit.Core, c.Limit)
	search := ratelimit.Standing{Limit: searches, Reset: q.options.AuthNow().Add(time.Minute)}
	return okAnswer(object{
		"resources": object{
			"core": core, "search": standingJSON(search), "graphql": standing(ratelimit.GraphQL, points),
			"integration_manifest": standing(ratelimit.IntegrationManifest, budgetOfManifests),
		},
		"rate": core,
	})
}

func standingJSON(s ratelimit.Standing) object {
	return object{"limit": s.Limit, "used": s.Used, "remaining": s.Remaining(), "reset": s.Reset.Unix()}
}
