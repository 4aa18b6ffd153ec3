package config

import "errors"

// Site is where GitHub is, for commands that need nothing else of the server's
// settings. The addresses have no slash at the end.
type Site struct {
	WebURL, V3URL, V4URL string
}

// LoadSite reads the three addresses from the environment, as Load does; the
// error joins one error per problem.
func LoadSite(getenv func(string) string) (Site, error) {
	l := loadOnly(getenv, webURL, v3URL, v4URL)
	var s Site
	s.WebURL, s.V3URL, s.V4URL = l.urls()
	return s, errors.Join(l.problems...)
}

// PersonalToken is a person's own token, from GITHUB_TOKEN or GH_TOKEN, the
// variables that GitHub's own tools read; empty if neither is set.
func PersonalToken(getenv func(string) string) Secret {
	for _, variable := range []string{"GITHUB_TOKEN", "GH_TOKEN"} {
		if token := getenv(variable); token != "" {
			return NewSecret(token)
		}
	}
	return Secret{}
}
