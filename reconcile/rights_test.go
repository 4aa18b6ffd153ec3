package reconcile_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sent counts the app's requests with a text in their line.
func sent(lines []string, part string) int {
	n := 0
	for _, line := range lines {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

// twisted is a fault that changes a text in GitHub's answers to some requests;
// the test fails unless it was there once.
func twisted(t *testing.T, request, from, to string) func(asked) (*http.Response, error) {
	t.Helper()
	var found atomic.Bool
	t.Cleanup(func() {
		if !found.Load() {
			t.Errorf("no answer to %s has %s", request, from)
		}
	})
	return func(a asked) (*http.Response, error) {
		response, err := a.pass()
		if err != nil || !strings.Contains(a.line+" "+operation(a.body), request) {
			return response, err
		}
		text, err := io.ReadAll(response.Body)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(text, []byte(from)) {
			found.Store(true)
		}
		text = bytes.ReplaceAll(text, []byte(from), []byte(to))
		response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		response.Header.Del("Content-Length")
		return response, nil
	}
}

// Whatever an account is called, it runs commands only as a person's own
// account, by the person's own hand. Ada may choose the level otherwise.
func TestOnlyPeopleRunCommands(t *testing.T) {
	t.Parallel()
	const ada, toAnyone = `"author":{"__typename":"User","login":"ada"`, "commands: {who: {owner-does: anyone}}\n            "
	tests := map[string]struct{ login, request, from, to string }{
		"a bot with a bot's name":         {"helper[bot]", "", "", ""},
		"a bot with a person's name":      {"ada", "query Issue", ada, strings.Replace(ada, "User", "Bot", 1)},
		"an organisation":                 {"ada", "query Issue", ada, strings.Replace(ada, "User", "Organization", 1)},
		"a mannequin":                     {"ada", "query Issue", ada, strings.Replace(ada, "User", "Mannequin", 1)},
		"an enterprise's account":         {"ada", "query Issue", ada, strings.Replace(ada, "User", "EnterpriseUserAccount", 1)},
		"a sort of account to come":       {"ada", "query Issue", ada, strings.Replace(ada, "User", "Robot", 1)},
		"a GitHub App in ada's name":      {"ada", "/issues/comments/", `"performed_via_github_app":null`, `"performed_via_github_app":{"id":99}`},
		"this app in ada's name":          {"ada", "/issues/comments/", `"performed_via_github_app":null`, `"performed_via_github_app":{"id":4711}`},
		"an account deleted since":        {"ada", "query Issue", `"author":{"__typename":"User","login":"ada","databaseId":`, `"author":null,"unused":{"id":`},
		"a comment deleted since":         {"ada", "", "", "deleted"},
		"nothing of all that, to compare": {"ada", "", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, strings.Replace(organisations, "aliases:\n", toAnyone+"aliases:\n", 1))
			id := w.says(test.login, shop, "/upgrade owner-does owner-deploys")
			w.wire.requests()
			if test.request != "" {
				w.wire.set(twisted(t, test.request, test.from, test.to)) //nolint:bodyclose // the client closes what it is given
			} else if test.to != "" {
				w.wire.set(func(a asked) (*http.Response, error) {
					if strings.HasPrefix(a.line, "GET") && strings.Contains(a.line, "/issues/comments/") {
						return answer(http.StatusNotFound, `{"message":"Not Found"}`), nil
					}
					return a.pass()
				})
			}
			w.quiet()
			want, reactions := "TBD", []string{}
			if strings.HasPrefix(name, "nothing") {
				want, reactions = "Owner deploys and monitors", []string{"+1"}
			}
			w.field(shop, ownerDoes, want)
			if diff := cmp.Diff(reactions, w.reactions(shop, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
			if own := w.own(shop); len(own) != len(reactions) {
				t.Errorf("the app says %q", own)
			}
		})
	}
}

// The policy tightens and loosens who may, and only what it asks for is read.
func TestWhoMayByThePolicy(t *testing.T) {
	t.Parallel()
	const permission, membership = "/permission", "/memberships/"
	tests := map[string]struct {
		who, login  string
		may         bool
		permissions int
		memberships int
	}{
		"anyone":                         {"anyone", "stranger", true, 0, 0},
		"author":                         {"author", "ben", true, 0, 0},
		"not the author":                 {"author", "ada", false, 0, 0},
		"people":                         {"people", "cleo", true, 0, 0},
		"not one of the people":          {"people", "ada", false, 0, 0},
		"the people are enough":          {"[owner, write, people]", "cleo", true, 0, 0},
		"write":                          {"write", "ada", true, 1, 0},
		"write is enough":                {"[orchestration, write]", "ada", true, 1, 0},
		"owner":                          {"owner", "ada", true, 0, 1},
		"orchestration":                  {"orchestration", "ben", true, 0, 1},
		"orchestration, by a child team": {"orchestration", "dora", true, 0, 1},
		"not orchestration":              {"orchestration", "ada", false, 0, 1},
		"not write":                      {"write", "tim", false, 1, 0},
		"no steward yet":                 {"steward", "ada", false, 0, 0},
		"none of all":                    {"[write, owner, author, orchestration, steward, people]", "stranger", false, 1, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := "people: [CLEO]\n            commands: {who: {owner-does: " + test.who + "}}\n            "
			w := started(t, strings.Replace(organisations, "aliases:\n", said+"aliases:\n", 1))
			w.wire.requests()
			first := w.says(test.login, shop, "/upgrade owner-does owner-deploys\n\n/upgrade owner-does owner-deploys")
			w.says(test.login, shop, "/upgrade owner-does owner-deploys-and-monitors")
			w.settle()
			lines := w.wire.requests()
			if got := [2]int{sent(lines, permission), sent(lines, membership)}; got != [2]int{test.permissions, test.memberships} {
				t.Errorf("%d permissions and %d memberships were read, want %d and %d: %q", got[0], got[1], test.permissions, test.memberships, lines)
			}
			w.quiet()
			want, reaction := "TBD", "confused"
			if test.may {
				want, reaction = "Owner deploys and monitors", "+1"
			}
			w.field(shop, ownerDoes, want)
			if diff := cmp.Diff([]string{reaction}, w.reactions(shop, first)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
		})
	}
}

// An app that was not given what it needs to know a right answers No, and does
// not ask for ever. The other ways to the right stay.
func TestRightsThatTheAppMayNotKnow(t *testing.T) {
	t.Parallel()
	for login, reaction := range map[string]string{"ada": "+1", "dora": "confused"} {
		t.Run(login, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			w.must(w.github.LosePermission("olga", "members"))
			id := w.says(login, shop, "/upgrade owner-does owner-deploys")
			w.quiet()
			if diff := cmp.Diff([]string{reaction}, w.reactions(shop, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
		})
	}
}

// Another refusal than for a permission may pass, and gives nobody an answer.
func TestMembershipsThatAreRefusedForNow(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]string{
		"forbidden": `{"message":"Although you appear to have the correct authorization credentials, the organization has an IP allow list enabled"}`,
		"no reason": `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			w.wire.set(func(a asked) (*http.Response, error) {
				if strings.Contains(a.line, "/memberships/") {
					return answer(http.StatusForbidden, refusal), nil
				}
				return a.pass()
			})
			id := w.says("dora", shop, "/upgrade owner-does owner-deploys")
			w.settle()
			if got := w.reactions(shop, id); len(got) > 0 {
				t.Errorf("reactions %v", got)
			}
			w.wire.set(nil)
			w.quiet()
			w.field(shop, ownerDoes, "Owner deploys and monitors")
		})
	}
}

// Who may not is told so once an hour, person and issue; the reaction comes each time.
func TestRefusalsAreFew(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	refused := func(login, issue string, replies int) {
		t.Helper()
		before := len(w.own(issue))
		id := w.says(login, issue, "/upgrade owner-does owner-deploys")
		w.quiet()
		if diff := cmp.Diff([]string{"confused"}, w.reactions(issue, id)); diff != "" {
			t.Errorf("reactions to %s (-want +got):\n%s", login, diff)
		}
		if n := len(w.own(issue)) - before; n != replies {
			t.Errorf("%d replies to %s on %s, want %d", n, login, issue, replies)
		}
	}
	refused("stranger", shop, 1)
	refused("stranger", shop, 0)
	refused("rita", shop, 1)
	refused("stranger", "acme/lib#1", 1)
	w.run(40 * time.Minute)
	refused("stranger", shop, 0)
	w.run(20 * time.Minute) // since the first, not since the last
	refused("stranger", shop, 1)
	for _, own := range w.own(shop) {
		if strings.Contains(own, "@") || !strings.Contains(own, "`platform`") || !strings.Contains(own, "`arbi-bom`") {
			t.Errorf("the app says %q, want who may, without a mention", own)
		}
	}
}
