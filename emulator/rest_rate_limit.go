package emulator

func rateLimitRoutes() []route {
	return []route{operation("GET rate_limit", getRateLimit)}
}

func getRateLimit(q *request) (answer, error) {
	limit := object{"limit": 5000, "remaining": 4999, "used": 1, "reset": q.options.AuthNow().Unix() + 3600}
	return okAnswer(object{
		"resources": object{"core": limit, "search": limit, "graphql": limit, "integration_manifest": limit}, "rate": limit,
	})
}
