package ghclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// data wraps a GraphQL answer with status 200.
func data(body string) reply { return reply{status: 200, body: body} }

func TestGraphQLAnswers(t *testing.T) {
	t.Parallel()
	reset := map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772368200"} // 12:30
	one := func(kind, message string) string {
		return fmt.Sprintf(`{"data":{"m0":null,"issues":[null],"own":[]},"errors":[{"type":%q,"path":["m0"],"message":%q}]}`, kind, message)
	}
	forbidden := wants{is: ErrForbidden, final: true}
	invalid := wants{is: ErrInvalid, final: true}
	unknown := wants{is: ErrUnknownOutcome}
	tests := map[string]struct {
		reply       reply
		read, write wants
	}{
		"primary limit with 200": {reply{status: 200, header: reset, body: one("RATE_LIMITED", "API rate limit exceeded")}, wants{limit: 30 * time.Minute}, wants{limit: 30 * time.Minute}},
		"primary limit, other type": {
			reply{status: 200, header: reset, body: `{"errors":[{"type":"RATE_LIMIT","code":"graphql_rate_limit","message":"API rate limit exceeded"}]}`},
			wants{limit: 30 * time.Minute},
			wants{limit: 30 * time.Minute},
		},
		"secondary limit with 200": {
			reply{status: 200, header: map[string]string{"Retry-After": "20"}, body: `{"errors":[{"message":"You have exceeded a secondary rate limit."}]}`},
			wants{limit: 20 * time.Second, burst: true},
			wants{limit: 20 * time.Second, burst: true},
		},
		"secondary limit, message alone": {data(`{"message":"You have exceeded a secondary rate limit."}`), wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"secondary limit with 403":       {reply{status: 403, body: `{"message":"You have exceeded a secondary rate limit."}`}, wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"too much content":               {data(one("UNPROCESSABLE", "was submitted too quickly")), wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"bare 403":                       {reply{status: 403, body: `{"message":"Resource not accessible by integration"}`}, forbidden, forbidden},
		"forbidden":                      {data(one("FORBIDDEN", "Resource not accessible by integration")), forbidden, forbidden},
		"unprocessable":                  {data(one("UNPROCESSABLE", "The item is archived and cannot be updated")), invalid, invalid},
		"not our schema":                 {data(`{"errors":[{"message":"Field 'x' doesn't exist on type 'Issue'","extensions":{"code":"undefinedField"}}]}`), invalid, invalid},
		"something went wrong":           {data(`{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}`), wants{}, unknown},
		"resource limits":                {data(one("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded.")), wants{}, unknown},
		"null without a reason":          {data(`{"data":{"issues":[null],"own":[],"m0":null}}`), wants{}, unknown},
		"neither data nor errors":        {data(`{}`), wants{}, unknown},
		"another shape":                  {data(`{"data":[1]}`), wants{}, unknown},
		"bad gateway":                    {reply{status: 502, body: "<html>"}, wants{}, unknown},
		"HTML with 200":                  {data("<html>"), wants{}, unknown},
		"cut off":                        {reply{status: 200, body: `{"da`, cut: true}, wants{}, unknown},
		"reset":                          {reply{err: io.EOF}, wants{}, unknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, at := newTestClient(t, map[string][]reply{graphPath: {test.reply}})
			_, err := c.Issue(t.Context(), testInstallation, "I_1", time.Time{}, "")
			check(t, err, at, test.read)
			c, f, at := newTestClient(t, map[string][]reply{graphPath: {test.reply}})
			_, _, err = c.AddItem(t.Context(), testInstallation, "PVT_1", "I_1")
			check(t, err, at, test.write)
			if n := len(f.lines()); n != 1 {
				t.Errorf("sent %d requests: %q", n, f.lines())
			}
		})
	}
}

// A limit that GraphQL reports with 200 stops the installation like any other.
func TestGraphQLLimitIsRemembered(t *testing.T) {
	t.Parallel()
	c, f, _ := newTestClient(t, map[string][]reply{graphPath: {{
		status: 200, header: map[string]string{"Retry-After": "20"}, body: `{"data":{"m0":{"projectV2Item":{"id":"1"}},"m1":null},"errors":[{"type":"RATE_LIMITED","path":["m1"],"message":"limit"}]}`,
	}}})
	field := upgrade.Field{ID: "F", Name: "Notes", Type: upgrade.FieldText}
	_, err := c.SetFields(t.Context(), testInstallation, "PVT_1", "PVTI_1", []upgrade.FieldWrite{{Field: field, Text: "a"}, {Field: field, Text: "b"}})
	_ = limitOf(t, err)
	_, _, err = c.Body(t.Context(), testInstallation, testRef)
	_ = limitOf(t, err)
	if len(f.lines()) != 1 {
		t.Errorf("sent %q", f.lines())
	}
}

const oneIssue = `{"__typename":"Issue","id":"I_1","number":1,"title":"T","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z",
	"fullDatabaseId":"9007199254740993","body":"b","repository":{"id":"R_1","name":"shop","owner":{"login":"acme"},"visibility":"INTERNAL"}`

// issueReply is the answer about some issues.
func issueReply(issues string, errors ...string) reply {
	return data(`{"data":{"issues":[` + issues + `],"own":[]},"errors":[` + strings.Join(errors, ",") + `]}`)
}

func TestHiddenPartsOfAnIssue(t *testing.T) {
	t.Parallel()
	lists := `,"projectItems":{"nodes":[null,{"id":"PVTI_1","project":{"id":"PVT_1"}}]},"pullRequests":{"nodes":[null]},"subIssues":{"nodes":[null]},"blockedBy":{"nodes":[null,{"__typename":"Issue","id":"I_9","number":9,"closed":true,"closedAt":"2026-01-02T00:00:00Z"}]},"comments":{"nodes":[]}}`
	answer := func(kind, path string) reply {
		return issueReply(oneIssue+lists, `{"type":"`+kind+`","path":["issues",0,`+path+`],"message":"m"}`)
	}
	tests := map[string]struct {
		reply reply
		read  bool
		want  wants // when it is not read
	}{
		"a board of others":     {answer("FORBIDDEN", `"projectItems","nodes",0`), true, wants{}},
		"its project":           {answer("NOT_FOUND", `"projectItems","nodes",0,"project"`), true, wants{}},
		"a hidden pull request": {answer("NOT_FOUND", `"pullRequests","nodes",0`), true, wants{}},
		"who is asked there":    {answer("FORBIDDEN", `"pullRequests","nodes",0,"reviewRequests","nodes",0,"requestedReviewer"`), true, wants{}},
		"a hidden sub-issue":    {answer("FORBIDDEN", `"subIssues","nodes",0`), true, wants{}},
		"a hidden blocker":      {answer("FORBIDDEN", `"blockedBy","nodes",0`), true, wants{}},
		"its repository":        {answer("NOT_FOUND", `"blockedBy","nodes",0,"repository"`), true, wants{}},
		"all blockers":          {answer("FORBIDDEN", `"blockedBy"`), false, wants{is: ErrForbidden, final: true}},
		"all boards":            {answer("FORBIDDEN", `"projectItems"`), false, wants{is: ErrForbidden, final: true}},
		"values of a card":      {answer("FORBIDDEN", `"projectItems","nodes",1,"fieldValues"`), false, wants{is: ErrForbidden, final: true}},
		"the catalogue":         {answer("NOT_FOUND", `"repository","object"`), false, wants{}}, // not ErrNotFound: the issue is there
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, at := newTestClient(t, map[string][]reply{graphPath: {test.reply}})
			issue, err := c.Issue(t.Context(), testInstallation, "I_1", time.Time{}, "")
			if !test.read {
				check(t, err, at, test.want)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(issue.Items) != 1 || len(issue.PullRequests) != 0 || len(issue.SubIssues) != 0 || issue.HiddenSubIssues != 1 {
				t.Errorf("issue %+v", issue)
			}
			if blockers := issue.BlockedBy; len(blockers) != 1 || blockers[0].ID != "I_9" || !blockers[0].Closed || blockers[0].ChangedAt.Day() != 2 {
				t.Errorf("blocked by %+v", blockers)
			}
			if issue.DatabaseID != 9007199254740993 || !issue.Repository.Private {
				t.Errorf("database id %d, repository %+v", issue.DatabaseID, issue.Repository)
			}
		})
	}
}

func TestHiddenStates(t *testing.T) {
	t.Parallel()
	ids := []upgrade.NodeID{"I_1", "I_2"}
	answer := func(kind, path string) reply {
		return data(`{"data":{"nodes0":[` + oneIssue + `},null]},"errors":[{"type":"` + kind + `","path":` + path + `,"message":"m"}]}`)
	}
	for _, kind := range []string{"NOT_FOUND", "FORBIDDEN"} {
		c, _, _ := newTestClient(t, map[string][]reply{graphPath: {answer(kind, `["nodes0",1]`)}})
		states, err := c.States(t.Context(), testInstallation, ids)
		if err != nil || len(states) != 1 || states["I_1"].Title != "T" {
			t.Errorf("%s: %v, %v", kind, states, err)
		}
	}
	for name, r := range map[string]reply{
		"a fault":           answer("INTERNAL", `["nodes0",1]`),
		"without a place":   answer("NOT_FOUND", `null`),
		"too few answers":   data(`{"data":{"nodes0":[` + oneIssue + `}]}}`),
		"no answers":        data(`{"data":{"nodes0":null}}`),
		"all and no reason": data(`{"data":null}`),
	} {
		c, _, _ := newTestClient(t, map[string][]reply{graphPath: {r}})
		if states, err := c.States(t.Context(), testInstallation, ids); err == nil || Final(err) {
			t.Errorf("%s: %v, %v", name, states, err)
		}
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	c, f, _ := newTestClient(t, map[string][]reply{graphPath: {
		data(`{"data":{"nodes0":[` + strings.Repeat("null,", statesTogether-1) + `null],"nodes1":[null]}}`), data(`{"data":{` + nulls(batch) + `}}`), data(`{"data":{` + nulls(1) + `}}`), data(`{"data":{}}`),
	}})
	var ids []upgrade.NodeID
	var refs []upgrade.Ref
	for i := range statesTogether + 1 {
		ids = append(ids, upgrade.NodeID(fmt.Sprint("I_", i)))
	}
	for i := range batch + 1 {
		refs = append(refs, upgrade.Ref{Owner: "acme", Repo: "shop", Number: i + 1})
	}
	if states, err := c.States(t.Context(), testInstallation, ids); err != nil || len(states) != 0 {
		t.Fatal(states, err)
	}
	if found, err := c.Resolve(t.Context(), testInstallation, refs); err != nil || len(found) != 0 {
		t.Fatal(found, err)
	}
	if found, err := c.Resolve(t.Context(), testInstallation, refs[:1]); err == nil {
		t.Errorf("an answer that misses a reference: %v", found)
	}
	if n := len(f.lines()); n != 4 {
		t.Errorf("%d requests for %d ids and %d references", n, len(ids), len(refs))
	}
	if states, err := c.States(t.Context(), testInstallation, nil); err != nil || len(states) != 0 || len(f.lines()) != 4 {
		t.Errorf("no ids: %v, %v, %q", states, err, f.lines())
	}
}

// nulls is the answer for references of which none resolves.
func nulls(count int) string {
	var all []string
	for i := range count {
		all = append(all, fmt.Sprintf(`"r%d":null`, i))
	}
	return strings.Join(all, ",")
}

// What a server does not know is not asked for, and that is found out once.
func TestAnOldServerIsAskedForLess(t *testing.T) {
	t.Parallel()
	knows := func(fields string) reply { return data(`{"data":{"issue":{"fields":[` + fields + `]}}}`) }
	for name, test := range map[string]struct {
		knows    reply
		has, not []string
	}{
		"both":            {knows(`{"name":"subIssues"},{"name":"blockedBy"}`), []string{"subIssues", "blockedBy", "fragment blocker"}, nil},
		"no sub-issues":   {knows(`{"name":"blockedBy"}`), []string{"blockedBy", "fragment blocker"}, []string{"subIssues", "someSubIssues"}},
		"no dependencies": {knows(`{"name":"subIssues"}`), []string{"subIssues"}, []string{"blockedBy", "blocker"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, f, _ := newTestClient(t, map[string][]reply{graphPath: {test.knows, issueReply(oneIssue + `}`)}})
			c.features.Store(nil)
			for range 2 {
				if _, err := c.Issue(t.Context(), testInstallation, "I_1", time.Time{}, ""); err != nil {
					t.Fatal(err)
				}
			}
			if n := len(f.lines()); n != 3 {
				t.Errorf("%d requests, want one to find out and two to read", n)
			}
			for _, word := range test.has {
				if !strings.Contains(f.last().body, word) {
					t.Errorf("does not ask for %s", word)
				}
			}
			for _, word := range test.not {
				if strings.Contains(f.last().body, word) {
					t.Errorf("asks for %s", word)
				}
			}
		})
	}
}

func TestCommentsSince(t *testing.T) {
	t.Parallel()
	page := func(before bool, times ...string) reply {
		var nodes []string
		for _, at := range times {
			nodes = append(nodes, fmt.Sprintf(`{"id":"IC_%s","fullDatabaseId":%q,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-02-%sT00:00:00Z"}`, at, at, at))
		}
		return issueReply(fmt.Sprintf(`%s,"comments":{"pageInfo":{"hasPreviousPage":%t,"startCursor":"c%s"},"nodes":[%s]}}`, oneIssue, before, times[0], strings.Join(nodes, ",")))
	}
	since := time.Date(2026, 2, 12, 0, 0, 0, 0, time.UTC)
	c, f, _ := newTestClient(t, map[string][]reply{graphPath: {page(true, "14", "15"), page(true, "11", "12", "14"), page(false, "10")}})
	issue, err := c.Issue(t.Context(), testInstallation, "I_1", since, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, comment := range issue.Comments {
		got = append(got, comment.DatabaseID)
	}
	if diff := cmp.Diff([]int64{12, 14, 15}, got); diff != "" {
		t.Errorf("comments since (-want +got):\n%s", diff)
	}
	variables := f.variables(t)
	if len(f.lines()) != 2 || variables["commentsBefore"] != "c14" || variables["items"] != false || variables["comments"] != true {
		t.Errorf("%d requests, the last with %v", len(f.lines()), variables)
	}
}

func TestReasonsAndTimes(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	tests := map[string]struct {
		json   string
		reason upgrade.StateReason
		at     time.Time
	}{
		"open":                 {`"__typename":"Issue"`, upgrade.ReasonNone, at(1)},
		"open, unknown reason": {`"__typename":"Issue","stateReason":"NEW"`, upgrade.ReasonNone, at(1)},
		"reopened":             {`"__typename":"Issue","stateReason":"REOPENED","changed":{"nodes":[{"createdAt":"2026-01-03T00:00:00Z"}]}`, upgrade.ReasonReopened, at(3)},
		"closed long ago":      {`"__typename":"Issue","closed":true,"closedAt":"2026-01-02T00:00:00Z"`, upgrade.ReasonCompleted, at(2)},
		"not planned":          {`"__typename":"Issue","closed":true,"stateReason":"NOT_PLANNED","closedAt":"2026-01-02T00:00:00Z"`, upgrade.ReasonNotPlanned, at(2)},
		"duplicate":            {`"__typename":"Issue","closed":true,"stateReason":"DUPLICATE","closedAt":null,"changed":{"nodes":[null]}`, upgrade.ReasonDuplicate, at(1)},
		"merged":               {`"__typename":"PullRequest","closed":true,"merged":true,"closedAt":"2026-01-02T00:00:00Z"`, upgrade.ReasonCompleted, at(2)},
		"closed unmerged":      {`"__typename":"PullRequest","closed":true,"closedAt":"2026-01-02T00:00:00Z"`, upgrade.ReasonNotPlanned, at(2)},
		"open pull request":    {`"__typename":"PullRequest"`, upgrade.ReasonNone, at(1)},
	}
	for name, test := range tests {
		var node stateNode
		if err := json.Unmarshal([]byte(`{"createdAt":"2026-01-01T00:00:00Z",`+test.json+`}`), &node); err != nil {
			t.Fatal(err)
		}
		if got := node.state(); got.Reason != test.reason || !got.ChangedAt.Equal(test.at) {
			t.Errorf("%s: reason %q at %s", name, got.Reason, got.ChangedAt)
		}
	}
}

func TestFieldsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	c, f, at := newTestClient(t, nil)
	for _, w := range []upgrade.FieldWrite{
		{Field: upgrade.Field{Type: upgrade.FieldSingleSelect}, Text: "Done"},
		{Field: upgrade.Field{Type: upgrade.FieldNumber}, Text: "many"},
		{Field: upgrade.Field{Type: upgrade.FieldDate}, Text: "tomorrow"},
		{Field: upgrade.Field{Type: upgrade.FieldIteration}, Text: "1"},
	} {
		_, err := c.SetFields(t.Context(), testInstallation, "PVT_1", "PVTI_1", []upgrade.FieldWrite{w})
		check(t, err, at, wants{is: ErrInvalid, final: true})
	}
	if len(f.sent) != 0 {
		t.Errorf("sent %q", f.lines())
	}
}

// Each field has a result of its own: done, failed, or lost.
func TestPartialFailure(t *testing.T) {
	t.Parallel()
	field := func(name string) upgrade.FieldWrite {
		return upgrade.FieldWrite{Field: upgrade.Field{ID: upgrade.NodeID(name), Name: name, Type: upgrade.FieldText}, Text: "x"}
	}
	c, _, _ := newTestClient(t, map[string][]reply{graphPath: {data(`{"data":{"m0":{"projectV2Item":{"id":"1"}},"m1":null},
		"errors":[{"type":"UNPROCESSABLE","path":["m1"],"message":"no"}]}`)}})
	_, err := c.SetFields(t.Context(), testInstallation, "PVT_1", "PVTI_1", []upgrade.FieldWrite{field("A"), field("B"), field("C")})
	var partial *PartialFailure
	if !errors.As(err, &partial) {
		t.Fatal(err)
	}
	if !cmp.Equal(partial.Done, []string{"A"}) || !errors.Is(partial.Failed["B"], ErrInvalid) || !errors.Is(partial.Failed["C"], ErrUnknownOutcome) {
		t.Errorf("partial failure %+v", partial)
	}
}

func TestPagesOfAListing(t *testing.T) {
	t.Parallel()
	next := map[string]string{"Link": `<https://` + testHost + `/api/v3/repositories/1/issues/5/comments?page=2>; rel="next"`}
	c, f, _ := newTestClient(t, map[string][]reply{"GET /repos/acme/shop/issues/5/comments": {
		{status: 200, header: next, body: `[{"id":9007199254740993,"user":null}]`}, {status: 200, body: `[{"id":2,"user":{"login":"x[bot]","id":3,"type":"Bot"},"performed_via_github_app":{"id":4}}]`},
	}})
	comments, err := c.Comments(t.Context(), testInstallation, testRef)
	if err != nil || len(comments) != 2 || comments[0].DatabaseID != 9007199254740993 || comments[1].ByApp != 4 || !comments[1].Author.Bot {
		t.Fatalf("comments %+v, %v", comments, err)
	}
	if got := f.last().query; got != "page=2&per_page=100" {
		t.Errorf("asked for %q", got)
	}
}

// A page that fails in the middle must not make a short list.
func TestListingFailsAsAWhole(t *testing.T) {
	t.Parallel()
	next := map[string]string{"Link": `<https://` + testHost + `/api/v3/x?page=2>; rel="next"`}
	c, _, _ := newTestClient(t, map[string][]reply{"GET /repos/acme/shop/issues/5/comments": {{status: 200, header: next, body: `[{"id":1}]`}, {status: 502}}})
	if comments, err := c.Comments(t.Context(), testInstallation, testRef); err == nil || comments != nil {
		t.Errorf("comments %+v, %v", comments, err)
	}
}

func TestPagesOfTheDeliveryLog(t *testing.T) {
	t.Parallel()
	next := map[string]string{"Link": `<https://` + testHost + `/api/v3/app/hook/deliveries?per_page=100&cursor=v1_12>; rel="next"`}
	c, f, _ := newTestClient(t, map[string][]reply{"GET /app/hook/deliveries": {
		{status: 200, header: next, body: `[{"id":9007199254740993,"guid":"g","delivered_at":"2026-01-01T00:00:00Z","status":"OK","installation_id":null}]`}, {status: 200, body: `[]`},
	}})
	page, cursor, err := c.Deliveries(t.Context(), "")
	want := []HookDelivery{{ID: 9007199254740993, GUID: "g", DeliveredAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), OK: true, Status: "OK"}}
	if err != nil || cursor != "v1_12" || !cmp.Equal(page, want) {
		t.Fatalf("page %+v, next %q, %v", page, cursor, err)
	}
	if page, cursor, err = c.Deliveries(t.Context(), cursor); err != nil || cursor != "" || len(page) != 0 || f.last().query != "cursor=v1_12&per_page=100" {
		t.Errorf("page %+v, next %q, %v after %q", page, cursor, err, f.last().query)
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"data":{"issues":[` + oneIssue + `}],"own":[]}}`))
	f.Add([]byte(`{"data":{"issues":[{"__typename":"Issue","comments":{"nodes":[null]},"projectItems":{"nodes":[{"fieldValues":{"nodes":[{}]}}]}}],"own":[]},"errors":[{"path":[1,null,{}]}]}`))
	f.Add([]byte(`{"data":{"issues":[null],"own":[]},"errors":[{"type":"NOT_FOUND","path":["issues",0]},{"path":["issues",-1]},{"path":["issues",1e30,0]}]}`))
	f.Add([]byte(`{"data":{"nodes":[null]},"errors":[{"type":"NOT_FOUND","path":["nodes",0]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if text := messageIn(body); strings.ContainsAny(text, "\r\n") {
			t.Errorf("message %q", text)
		}
		q := issuesQuery([]issueQuestion{{id: "I_1"}}, issuePages{})
		a, err := q.read(body)
		if err == nil && len(a.errors) == 0 && (len(a.data) == 0 || string(a.data) == "null") {
			t.Error("an answer without data is taken for one")
		}
		for _, e := range a.errors {
			if q.failure(e, "") == nil {
				t.Errorf("error %+v is none", e)
			}
		}
		_, _, _ = q.outcomes(a, 1)
		got, err := q.results(a)
		if err != nil || got[0].err != nil {
			return
		}
		read := issueReading{seen: map[upgrade.NodeID]bool{}}
		read.add(got[0].answer.node)
		_ = read.further(got[0].answer.node)
		_ = read.done()
	})
}
