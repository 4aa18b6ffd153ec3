package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// The versions of the REST API. The later one lacks what the page "Breaking
// changes" of GitHub's REST documentation lists for it.
const (
	firstVersion  = "2022-11-28"
	latestVersion = "2026-03-10"
)

func versionRoutes() []route {
	return []route{operation("GET versions", func(*request) (answer, error) {
		return okAnswer([]string{latestVersion, firstVersion})
	})}
}

// versionOf is the version that a request asks for, the first where it asks for none.
func versionOf(r *http.Request) string {
	return either(r.Header.Get("X-GitHub-Api-Version"), firstVersion)
}

// checkVersion refuses versions that there are not, in words reported from
// GitHub (expipiplus1/update-nix-fetchgit#79).
func checkVersion(version string) error {
	if version == firstVersion || version == latestVersion {
		return nil
	}
	return &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: fmt.Sprintf(
		"The version you specified in the %q request header, %q, is not a supported version. The following versions are currently supported: %q, %q (most recent).",
		"X-GitHub-API-Version", version, firstVersion, latestVersion)}
}

// withoutRetired takes out of an answer what the latest version no longer has:
// the rate beside a rate limit's resources, two members of a repository, a pull
// request's merge_commit_sha, and the one assignee beside the assignees.
func withoutRetired(text []byte) ([]byte, error) {
	var body any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // some ids are beyond what a float64 tells apart
	if err := decoder.Decode(&body); err != nil {
		return nil, fmt.Errorf("read an answer again: %w", err)
	}
	retire(body)
	return json.Marshal(body)
}

func retire(value any) {
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			retire(each)
		}
	case map[string]any:
		delete(value, "has_downloads")
		delete(value, "merge_commit_sha")
		delete(value, "use_squash_pr_title_as_default")
		if _, has := value["assignees"]; has {
			delete(value, "assignee")
		}
		if _, has := value["resources"]; has {
			delete(value, "rate")
		}
		for _, each := range value {
			retire(each)
		}
	}
}
