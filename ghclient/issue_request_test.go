package ghclient

import (
	"errors"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Issues that are asked for together share a request; what is wrong with one
// of them, or with its comment, concerns that one alone.
func TestIssuesInOneRequest(t *testing.T) {
	t.Parallel()
	c, f, _ := newTestClient(t, map[string][]reply{graphPath: {data(`{
		"data":{"issues":[` + oneIssue + `},null,` + oneIssue + `},{"__typename":"User"},null],"own":[null,{"id":"IC_2","body":"mine"}]},
		"errors":[
			{"type":"NOT_FOUND","path":["issues",1],"message":"m"},
			{"type":"FORBIDDEN","path":["issues",2,"projectItems"],"message":"m"},
			{"type":"NOT_FOUND","path":["own",0],"message":"m"}
		]}`)}})
	asked := []issueQuestion{{"I_1", "IC_1"}, {"I_gone", ""}, {"I_secret", ""}, {"U_1", ""}, {"I_1", "IC_2"}, {"I_null", ""}}
	got, err := c.firstPages(t.Context(), testInstallation, asked, func() error { return nil })
	if err != nil || len(got) != len(asked) || len(f.lines()) != 1 {
		t.Fatalf("answers %+v, %v after %q", got, err, f.lines())
	}
	for n, want := range []error{nil, ErrNotFound, ErrForbidden, ErrInvalid, nil} {
		if !errors.Is(got[n].err, want) || want == nil && got[n].answer.node.ID != "I_1" {
			t.Errorf("%s: %+v, want %v", asked[n].id, got[n], want)
		}
	}
	if null := got[5].err; null == nil || Final(null) {
		t.Errorf("no issue and no reason: %v", null)
	}
	if got[0].answer.own != nil || got[4].answer.own == nil || got[4].answer.own.Body != "mine" {
		t.Errorf("own comments %+v, %+v", got[0].answer.own, got[4].answer.own)
	}
}

// Half an answer is none, for all that it was to be about.
func TestIssuesThatFailTogether(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reply{
		"an error of no issue": data(`{"data":{"issues":[` + oneIssue + `},null],"own":[]},"errors":[{"message":"Something went wrong"}]}`),
		"one is missing":       data(`{"data":{"issues":[` + oneIssue + `}],"own":[]}}`),
		"comments are missing": data(`{"data":{"issues":[null,null],"own":null}}`),
		"nothing":              data(`{"data":null}`),
	} {
		c, f, _ := newTestClient(t, map[string][]reply{graphPath: {r}})
		c.config.ReadTries = 3
		got, err := c.firstPages(t.Context(), testInstallation, []issueQuestion{{"I_1", ""}, {"I_2", "IC_2"}}, func() error { return nil })
		if err == nil || Final(err) || len(f.lines()) != 1 {
			t.Errorf("%s: %+v, %v after %q", name, got, err, f.lines())
		}
	}
}

// Two callers that ask on the same board share a request, and each learns what
// became of its own part.
func TestChangesInOneRequest(t *testing.T) {
	t.Parallel()
	c, f, _ := newTestClient(t, map[string][]reply{graphPath: {data(`{
		"data":{"m0":{"item":{"id":"PVTI_1"}},"m1":{"projectV2Item":{"id":"PVTI_2"}},"m2":null},
		"errors":[{"type":"VALIDATION","path":["m2"],"message":"The single select option Id does not belong to the field"}]}`)}})
	asked := [][]mutation{
		{addMutation("PVT_1", "I_1")},
		{fieldMutation("PVT_1", "PVTI_2", "F_1", nil)},
		{fieldMutation("PVT_1", "PVTI_3", "F_2", map[string]any{"singleSelectOptionId": "stale"}), fieldMutation("PVT_1", "PVTI_3", "F_1", nil)},
	}
	got, err := c.changeBoard(t.Context(), boardOf{testInstallation, "PVT_1"}, asked, func() error { return nil })
	if err != nil || len(f.lines()) != 1 {
		t.Fatalf("%v after %q", err, f.lines())
	}
	card, err := got[0].answer.card()
	if err != nil || card != upgrade.NodeID("PVTI_1") {
		t.Errorf("added as %q, %v", card, err)
	}
	if failures := got[1].answer.failures; failures[0] != nil {
		t.Errorf("the second caller's field: %v", failures[0])
	}
	third := got[2].answer
	if !errors.Is(third.failures[0], ErrInvalid) || !errors.Is(third.failures[1], ErrUnknownOutcome) || third.requestID == "" {
		t.Errorf("the third caller's fields: %+v", third)
	}
}

// What is refused without a word about whose part it was is refused as a
// whole: the gatherer sends it in halves then.
func TestChangesRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	asked := [][]mutation{{addMutation("PVT_1", "I_1")}, {addMutation("PVT_1", "I_2")}}
	for name, test := range map[string]struct {
		body string
		want error
	}{
		"refused":   {`{"data":null,"errors":[{"message":"Variable $m1 was provided invalid value","extensions":{"code":"invalid"}}]}`, ErrInvalid},
		"nulls":     {`{"data":{"m0":null,"m1":null},"errors":[{"type":"VALIDATION","message":"no"}]}`, ErrInvalid},
		"lost":      {`{"data":null,"errors":[{"message":"Something went wrong"}]}`, ErrUnknownOutcome},
		"no reason": {`{"data":{"m0":null,"m1":null}}`, ErrUnknownOutcome},
	} {
		c, _, _ := newTestClient(t, map[string][]reply{graphPath: {data(test.body)}})
		if got, err := c.changeBoard(t.Context(), boardOf{testInstallation, "PVT_1"}, asked, func() error { return nil }); !errors.Is(err, test.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
