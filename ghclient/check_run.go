package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/upkeep-app/upkeep/upgrade"
)

// CheckRuns are the ids that the app has given to its check runs of a name on a
// commit, the newest first. The commit may be one of a fork.
func (c *Client) CheckRuns(ctx context.Context, installation int64, owner, repo, commit, name string) ([]string, error) {
	address, err := path("repos/%s/%s/commits/%s/check-runs", owner, repo, commit)
	if err != nil {
		return nil, err
	}
	var got struct {
		Runs []struct {
			ExternalID string `json:"external_id"`
		} `json:"check_runs"`
	}
	query := url.Values{"check_name": {name}, "filter": {"all"}, "app_id": {fmt.Sprint(c.config.AppID)}, "per_page": {fmt.Sprint(restPage)}}
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address + "?" + query.Encode(), out: &got}); err != nil {
		return nil, fmt.Errorf("list the check runs of %s in %s/%s: %w", commit, owner, repo, err)
	}
	ids := []string{}
	for _, run := range got.Runs {
		ids = append(ids, run.ExternalID)
	}
	return ids, nil
}

// CreateCheckRun says something about a commit, for good: of several of a name
// GitHub shows the newest. Sending it twice makes two.
func (c *Client) CreateCheckRun(ctx context.Context, installation int64, run upgrade.SaveCheck) (requestID string, err error) {
	address, err := path("repos/%s/%s/check-runs", run.Repository.Owner, run.Repository.Name)
	if err != nil {
		return "", err
	}
	type output struct {
		Title       string           `json:"title"`
		Summary     string           `json:"summary"`
		Annotations []map[string]any `json:"annotations,omitempty"`
	}
	in := struct {
		Name       string `json:"name"`
		Head       string `json:"head_sha"`
		ExternalID string `json:"external_id"`
		Conclusion string `json:"conclusion"`
		Output     output `json:"output"`
	}{run.Name, run.Head, run.ID, string(run.Conclusion), output{run.Title, run.Summary, annotations(run)}}
	var got struct {
		ID int64 `json:"id"`
	}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in, out: &got})
	if err == nil && got.ID == 0 {
		err = lost(true, &answerError{text: "GitHub's answer has no id", requestID: requestID})
	}
	if err != nil {
		return requestID, fmt.Errorf("check %s of %s: %w", run.Head, run.Repository.FullName(), err)
	}
	return requestID, nil
}

// annotations are as GitHub takes them: columns only where they are known.
func annotations(run upgrade.SaveCheck) []map[string]any {
	var all []map[string]any
	for _, a := range run.Annotations {
		one := map[string]any{"path": a.Path, "start_line": a.Line, "end_line": a.Line, "annotation_level": "failure", "message": a.Message}
		if a.Title != "" {
			one["title"] = a.Title
		}
		if a.Column > 0 {
			one["start_column"], one["end_column"] = a.Column, a.Column
		}
		all = append(all, one)
	}
	return all
}
