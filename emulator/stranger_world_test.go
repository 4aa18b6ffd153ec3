package emulator

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"

	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

// stranger is somebody who asks everything, in every way, by chance. All that
// it does follows from its seed.
type stranger struct {
	testing.TB
	*Emulator
	chance *rand.Rand
	clock  *testclock.Clock
	// tokens are credentials by what they are.
	tokens []credential
	known  []string // what is wrong with the state and was told
}

// newFaults are what is wrong with the state and was not told before.
func (s *stranger) newFaults() []string {
	var fresh []string
	for _, fault := range s.faults() {
		if !slices.Contains(s.known, fault) {
			fresh = append(fresh, fault)
		}
	}
	s.known = append(s.known, fresh...)
	return fresh
}

// thankful is an app that takes every webhook.
type thankful struct{}

// RoundTrip is part of http.RoundTripper.
func (thankful) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusAccepted, Body: http.NoBody, Request: r}, nil
}

type credential struct{ name, text string }

// newStranger is a stranger in a GitHub where there is some of everything.
func newStranger(t testing.TB, seed uint64) *stranger {
	t.Helper()
	text, err := os.ReadFile("../testdata/orgs/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := &stranger{TB: t, chance: rand.New(rand.NewPCG(seed, 1)), clock: testclock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	s.Emulator = New(t, string(text), func(o *Options) {
		o.Seed, o.Now, o.AuthNow = int64(seed), s.clock.Now, s.clock.Now
		o.WebhookURL, o.Client = "https://app.test/hook", &http.Client{Transport: thankful{}}
	})
	s.furnish()
	s.enrol()
	return s
}

// furnish does what makes one of each noun that small.yaml lacks.
func (s *stranger) furnish() {
	s.Helper()
	must := func(err error) {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
	}
	at := func(text string) upgrade.Ref {
		ref, err := upgrade.ParseRef(text)
		must(err)
		return ref
	}
	one, two, pull, on := at("acme/shop#1"), at("acme/shop#2"), at("acme/shop#3"), BoardRef{"acme", 1}
	for range 3 {
		_, err := s.OpenIssue("anna", "acme/shop", "A wish", "For #1")
		must(err)
	}
	_, err := s.CreateMilestone("anna", "acme/shop", "Soon")
	must(err)
	must(s.SetMilestone("anna", one, 1))
	must(s.AddBlockedBy("anna", one, two))
	must(s.AddSubIssue("anna", one, at("acme/shop#7")))
	must(s.Review("ben", pull, "changes_requested", "Not yet"))
	must(s.RequestReview("anna", pull, "olga", true))
	must(s.CreateBranch("anna", "acme/shop", "side"))
	must(s.PushFileTo("anna", "acme/shop", "side", "side.txt", "side\n"))
	_, err = s.OpenPullRequestFrom("anna", "acme/shop", "side", "", "From the side", "Closes #8")
	must(err)
	must(s.CreateBranch("anna", "acme/shop", "free"))
	must(s.PushFileTo("anna", "acme/shop", "free", "free.txt", "free\n"))
	done, err := s.OpenPullRequest("anna", "acme/shop", "Done", "")
	must(err)
	must(s.MergePullRequest("anna", done))
	_, err = s.AddDraft("anna", on, "A thought", "")
	must(err)
	must(s.AddToBoard("anna", on, one))
	must(s.AddToBoard("anna", on, pull))
	must(s.SetField("anna", on, one, "Effort", "3"))
	_, err = s.CreateBoard("anna", "acme", "Roadmap")
	must(err)
	gone, err := s.OpenIssue("anna", "acme/shop", "A mistake", "Never mind")
	must(err)
	must(s.DeleteIssue("olga", gone))
	moved, err := s.OpenIssue("anna", "acme/shop", "Elsewhere", "Belongs there")
	must(err)
	must(s.AddToBoard("anna", on, moved))
	_, err = s.TransferIssue("olga", moved, "acme/cart")
	must(err)
	must(s.RenameRepository("olga", "acme/no-issues", "silent"))
	must(s.Install("emil", "elsewhere"))
	olga := credential{"olga", "user:olga"}
	for _, a := range []asked{
		{method: http.MethodPost, path: "/repos/acme/shop/issues/1/comments", body: `{"body": "Well"}`, by: olga},
		{method: http.MethodPost, path: "/repos/acme/shop/pulls/3/reviews", body: `{"body": "Not sent"}`, by: olga},
		{method: http.MethodPost, path: "/repos/acme/shop/issues/1/reactions", body: `{"content": "heart"}`, by: olga},
	} {
		if answer, problem := s.answerTo(a); problem != "" || answer[0] != '2' {
			s.Fatal(answer, problem)
		}
	}
	must(s.on("olga", one, func(t *tx, i *issue) error {
		elsewhere := t.findOrganization("elsewhere")
		elsewhere.owners = append(elsewhere.owners, t.user)
		_, _, err := t.react(i.comments[0].reactable(), "eyes")
		return err
	}))
}

// enrol makes credentials of every kind.
func (s *stranger) enrol() {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	acme := s.findOrganization("acme")
	for _, limits := range []token{
		{},
		{},
		{},
		{permissions: map[string]string{"metadata": "read"}},
		{permissions: map[string]string{"metadata": "read", "issues": "read", "pull_requests": "read", "contents": "read", "organization_projects": "read"}},
		{permissions: map[string]string{"metadata": "read", "issues": "write"}, repos: acme.repos[:1]},
	} {
		limits.installation = acme.installation
		s.tokens = append(s.tokens, credential{fmt.Sprint("installation ", limits.permissions), s.issueToken(limits).text})
	}
	s.tokens = append(s.tokens, credential{"other installation", s.issueToken(token{installation: s.findOrganization("elsewhere").installation}).text})
	held := s.issueUserToken(s.findUser("anna"))
	s.tokens = append(s.tokens, credential{"anna through the app", held.text}, credential{"nobody", ""}, credential{"bad", "gho_nonsense"})
	for _, login := range []string{"olga", "olga", "olga", "olga", "olga", "olga", "anna", "ben", "tess", "passer-by", "emil"} {
		s.tokens = append(s.tokens, credential{login, "user:" + login})
	}
}

// appToken is the app's JWT.
func (s *stranger) appToken() credential {
	claims := jwt.RegisteredClaims{Issuer: "4711", IssuedAt: jwt.NewNumericDate(s.clock.Now()), ExpiresAt: jwt.NewNumericDate(s.clock.Now().Add(time.Minute))}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(s.app.key)
	if err != nil {
		s.Fatal(err)
	}
	return credential{"app", text}
}

// pick is one of several.
func pick[T any](s *stranger, all []T) T { return all[s.chance.IntN(len(all))] }

// odds is true once in n times.
func (s *stranger) odds(n int) bool { return s.chance.IntN(n) == 0 }

// seeds are the strangers of a test: so many, many more to soak, or the one
// that UPKEEP_SEED names.
func seeds(t testing.TB, usual int) []uint64 {
	t.Helper()
	if text := os.Getenv("UPKEEP_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 63)
		if err != nil {
			t.Fatal(err)
		}
		return []uint64{seed}
	}
	if os.Getenv("UPKEEP_SOAK") != "" {
		usual *= 20
	}
	all := make([]uint64, usual)
	for n := range all {
		all[n] = uint64(n + 1)
	}
	return all
}
