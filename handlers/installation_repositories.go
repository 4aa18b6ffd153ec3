package handlers

// installationRepositories handles repositories that an installation gains or
// loses, which comes to the same as any other change of the installation.
func installationRepositories() handler {
	return handler{
		event:   "installation_repositories",
		actions: []string{"added", "removed"},
		echoes:  true,
		blank:   func() payload { return new(installationPayload) },
	}
}
