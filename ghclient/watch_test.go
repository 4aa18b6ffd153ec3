package ghclient

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// heard is one request as whoever watches hears of it.
type heard struct {
	Asking Asking
	Answer Answer
}

// Every request is told with its outcome and what is left of the hour, and
// without names.
func TestWatchIsToldOfEveryRequest(t *testing.T) {
	t.Parallel()
	budget := map[string]string{
		"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4321", "X-RateLimit-Reset": "1772370000", "X-RateLimit-Resource": "core",
	}
	const issue = "GET /repos/acme/secret/issues/1"
	for name, test := range map[string]struct {
		replies map[string][]reply
		want    []string
	}{
		"a success":             {map[string][]reply{issue: {{status: 200, body: `{"body":""}`, header: budget}}}, []string{OutcomeOK}},
		"a refusal":             {nil, []string{OutcomeRefused}},
		"a limit":               {map[string][]reply{issue: {{status: 429}}}, []string{OutcomeLimited}},
		"no network":            {map[string][]reply{issue: {{err: errors.New("no route")}}}, []string{OutcomeFailed, OutcomeFailed}},
		"a mishap, sent again":  {map[string][]reply{issue: {{status: 502}, {status: 200, body: `{"body":""}`}}}, []string{OutcomeFailed, OutcomeOK}},
		"nobody waits any more": {map[string][]reply{issue: {{err: errLeft}}}, []string{OutcomeCut}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := newTestClient(t, test.replies)
			c.config.ReadTries = 2
			var all []heard
			c.config.Watch = func(ctx context.Context, asking Asking) (context.Context, func(Answer)) {
				return ctx, func(answer Answer) { all = append(all, heard{asking, answer}) }
			}
			_, _, _ = c.Body(t.Context(), testInstallation, upgrade.Ref{Owner: "acme", Repo: "secret", Number: 1})
			var outcomes []string
			for _, one := range all {
				outcomes = append(outcomes, one.Answer.Outcome)
				want := Asking{Installation: testInstallation, API: "rest", Name: "GET repos/*/*/issues/*"}
				if diff := cmp.Diff(want, one.Asking); diff != "" {
					t.Error(diff)
				}
			}
			if diff := cmp.Diff(test.want, outcomes); diff != "" {
				t.Error(diff)
			}
			if name != "a success" {
				return
			}
			want := Answer{OutcomeOK, "ABCD:1", Budget{"core", 5000, 4321, time.Unix(1772370000, 0).UTC()}}
			if diff := cmp.Diff(want, all[0].Answer); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An address tells what is asked for, never of whom.
func TestWithoutNames(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"app/installations?page=2":                              "app/installations",
		"repos/acme/secret/issues/12/comments":                  "repos/*/*/issues/*/comments",
		"orgs/acme/teams/night-shift/memberships/ada":           "orgs/*/teams/*/memberships/*",
		"repos/acme/secret/contents/plans/takeover.md?ref=main": "repos/*/*/contents/*/*",
		"app-manifests/a-secret-code/conversions":               "app-manifests/*/conversions",
	} {
		if got := withoutNames(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
