package emulator

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// issueVars are node ids of the world that issue documents use.
func (e *Emulator) issueVars(t testing.TB) vars {
	t.Helper()
	shop := e.findRepository("acme", "shop")
	return vars{
		"one": e.idOf(t, "acme/shop#1"), "two": e.idOf(t, "acme/shop#2"), "pull": e.idOf(t, "acme/shop#3"), "shop": shop.nodeID,
		"secret": e.idOf(t, "globex/closed#1"), "anna": e.findUser("anna").nodeID, "bug": shop.label("bug").nodeID,
		"comment": e.findIssue(upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2}).comments[0].nodeID,
	}
}

func TestGraphQLIssueMutations(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, who, mutations, want string }{
		{
			"create", "olga", `createIssue(input: {repositoryId: $shop, title: "New", body: "See #1", labelIds: [$bug], assigneeIds: [$anna], parentIssueId: $one, clientMutationId: "x"}) {
			clientMutationId issue { title labels(first: 5) { nodes { name } } assignees(first: 5) { nodes { login } } parent { number } } }`,
			`{"createIssue":{"clientMutationId":"x","issue":{"title":"New","labels":{"nodes":[{"name":"bug"}]},"assignees":{"nodes":[{"login":"anna"}]},"parent":{"number":1}}}}`,
		},
		{
			"update", "olga", `updateIssue(input: {id: $two, title: "Else", labelIds: [], state: CLOSED, milestoneId: null}) { actor { login } issue { title state stateReason labels(first: 5) { totalCount } } }`,
			`{"updateIssue":{"actor":{"login":"olga"},"issue":{"title":"Else","state":"CLOSED","stateReason":"COMPLETED","labels":{"totalCount":0}}}}`,
		},
		{
			"close as a duplicate", "olga", `closeIssue(input: {issueId: $two, duplicateIssueId: $one}) { issue { stateReason full: stateReason(enableDuplicate: true) } }`,
			`{"closeIssue":{"issue":{"stateReason":"NOT_PLANNED","full":"DUPLICATE"}}}`,
		},
		{
			"close for a reason and reopen", "olga", `closeIssue(input: {issueId: $two, stateReason: NOT_PLANNED}) { issue { stateReason } } reopenIssue(input: {issueId: $two}) { issue { stateReason } }`,
			`{"closeIssue":{"issue":{"stateReason":"NOT_PLANNED"}},"reopenIssue":{"issue":{"stateReason":"REOPENED"}}}`,
		},
		{
			"delete", "olga", `deleteIssue(input: {issueId: $two}) { repository { name issues(first: 5, states: [OPEN]) { nodes { number } } } }`,
			`{"deleteIssue":{"repository":{"name":"shop","issues":{"nodes":[{"number":1}]}}}}`,
		},
		{"delete without right", "anna", `deleteIssue(input: {issueId: $two}) { clientMutationId }`, `FORBIDDEN`},
		{
			"dependencies", "olga", `addBlockedBy(input: {issueId: $two, blockingIssueId: $one}) { issue { number blockedBy(first: 5) { nodes { number } } issueDependenciesSummary { blockedBy totalBlockedBy blocking } } blockingIssue { blocking(first: 5) { totalCount } } }
			removeBlockedBy(input: {issueId: $two, blockingIssueId: $one}) { issue { blockedBy(first: 5) { totalCount } } }`,
			`{"addBlockedBy":{"issue":{"number":2,"blockedBy":{"nodes":[{"number":1}]},"issueDependenciesSummary":{"blockedBy":1,"totalBlockedBy":1,"blocking":0}},"blockingIssue":{"blocking":{"totalCount":1}}},"removeBlockedBy":{"issue":{"blockedBy":{"totalCount":0}}}}`,
		},
		{"dependency of itself", "olga", `addBlockedBy(input: {issueId: $two, blockingIssueId: $two}) { issue { id } }`, `UNPROCESSABLE`},
		{"dependency on what is not seen", "olga", `addBlockedBy(input: {issueId: $two, blockingIssueId: $secret}) { issue { id } }`, `NOT_FOUND`},
		{"dependency of a pull request", "olga", `addBlockedBy(input: {issueId: $pull, blockingIssueId: $one}) { issue { id } }`, `NOT_FOUND`},
		{
			"sub-issues", "olga", `removeSubIssue(input: {issueId: $one, subIssueId: $two}) { issue { subIssues(first: 5) { totalCount } } subIssue { parent { number } } }
			addSubIssue(input: {issueId: $one, subIssueId: $two}) { subIssue { parent { number } } }`,
			`{"removeSubIssue":{"issue":{"subIssues":{"totalCount":1}},"subIssue":{"parent":null}},"addSubIssue":{"subIssue":{"parent":{"number":1}}}}`,
		},
		{"sub-issue moved nowhere", "olga", `reprioritizeSubIssue(input: {issueId: $one, subIssueId: $two}) { issue { id } }`, `UNPROCESSABLE`},
		{
			"comment", "olga", `addComment(input: {subjectId: $pull, body: "Fine"}) { commentEdge { node { body author { login } } } subject { ... on PullRequest { number } } }`,
			`{"addComment":{"commentEdge":{"node":{"body":"Fine","author":{"login":"olga"}}},"subject":{"number":3}}}`,
		},
		{
			"comment edited and deleted", "olga", `updateIssueComment(input: {id: $comment, body: "Better"}) { issueComment { body userContentEdits(first: 5) { nodes { diff editor { login } } } } } deleteIssueComment(input: {id: $comment}) { clientMutationId }`,
			`{"updateIssueComment":{"issueComment":{"body":"Better","userContentEdits":{"nodes":[{"diff":"Better","editor":{"login":"olga"}},{"diff":"one","editor":{"login":"ben"}}]}}},"deleteIssueComment":{"clientMutationId":null}}`,
		},
		{"reactions", "olga", `addReaction(input: {subjectId: $one, content: HEART}) { reaction { content user { login } } subject { __typename id databaseId } } removeReaction(input: {subjectId: $one, content: HEART}) { reaction { content } subject { reactionGroups { viewerHasReacted } } }
			none: removeReaction(input: {subjectId: $one, content: EYES}) { reaction { content } }`, `"reaction":{"content":"HEART","user":{"login":"olga"}}`},
		{
			"lock", "olga", `lockLockable(input: {lockableId: $one, lockReason: TOO_HEATED}) { actor { login } lockedRecord { locked activeLockReason } } unlockLockable(input: {lockableId: $one}) { unlockedRecord { locked activeLockReason } }`,
			`{"lockLockable":{"actor":{"login":"olga"},"lockedRecord":{"locked":true,"activeLockReason":"TOO_HEATED"}},"unlockLockable":{"unlockedRecord":{"locked":false,"activeLockReason":null}}}`,
		},
		{
			"labels", "olga", `addLabelsToLabelable(input: {labelableId: $pull, labelIds: [$bug]}) { labelable { labels(first: 5) { nodes { name } } } } removeLabelsFromLabelable(input: {labelableId: $pull, labelIds: [$bug]}) { labelable { labels(first: 5) { totalCount } } }`,
			`{"addLabelsToLabelable":{"labelable":{"labels":{"nodes":[{"name":"bug"}]}}},"removeLabelsFromLabelable":{"labelable":{"labels":{"totalCount":0}}}}`,
		},
		{
			"assignees", "olga", `addAssigneesToAssignable(input: {assignableId: $two, assigneeIds: [$anna]}) { assignable { assignees(first: 5) { nodes { login } } } } removeAssigneesFromAssignable(input: {assignableId: $two, assigneeIds: [$anna]}) { assignable { assignees(first: 5) { nodes { login } } } }`,
			`{"addAssigneesToAssignable":{"assignable":{"assignees":{"nodes":[{"login":"ben"},{"login":"anna"}]}}},"removeAssigneesFromAssignable":{"assignable":{"assignees":{"nodes":[{"login":"ben"}]}}}}`,
		},
		{"transfer to where it is", "olga", `transferIssue(input: {issueId: $two, repositoryId: $shop}) { issue { id } }`, `UNPROCESSABLE`},
		{"label of nowhere", "olga", `addLabelsToLabelable(input: {labelableId: $two, labelIds: [$one]}) { labelable { __typename } }`, `NOT_FOUND`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newGraphWorld(t)
			all, parameters := e.issueVars(t), ""
			for name := range all {
				if strings.Contains(tt.mutations, "$"+name) {
					parameters += " $" + name + ": ID!"
				}
			}
			got := e.ask(t, "user:"+tt.who, "mutation("+parameters+"){"+tt.mutations+"}", all)
			if strings.HasPrefix(tt.want, "{") {
				wantJSON(t, got, `{"data":`+tt.want+`}`)
			} else if !strings.Contains(got, tt.want) {
				t.Errorf("answer %s, want %q", got, tt.want)
			}
		})
	}
}

func TestGraphQLTimeline(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	one, two := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}, upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2}
	number, err := e.CreateMilestone("olga", "acme/shop", "5.2")
	must(err)
	must(e.SetMilestone("olga", one, number))
	must(e.EditTitle("olga", one, "All of it"))
	must(e.SetLabels("olga", one, "bug"))
	must(e.Lock("olga", one, "off-topic"))
	must(e.AddBlockedBy("olga", one, two))
	must(e.RemoveSubIssue("olga", one, two))
	_, err = e.Comment("olga", two, "As in #1")
	must(err)
	_, err = e.Comment("olga", one, "Yes")
	must(err)
	const document = `query($id: ID!) { node(id: $id) { ... on Issue { milestone { title } timelineItems(first: 20) { nodes {
		__typename
		... on MilestonedEvent { milestoneTitle subject { ... on Issue { number } } }
		... on RenamedTitleEvent { previousTitle currentTitle }
		... on LabeledEvent { label { name color } labelable { labels(first: 5) { totalCount } } }
		... on LockedEvent { lockReason lockable { locked } }
		... on BlockedByAddedEvent { blockingIssue { number } }
		... on SubIssueRemovedEvent { subIssue { number } }
		... on CrossReferencedEvent { source { ... on Issue { number } } target { ... on Issue { number } } willCloseTarget isCrossRepository }
		... on IssueComment { body }
	} } } } }`
	wantJSON(t, e.ask(t, appToken, document, vars{"id": e.idOf(t, "acme/shop#1")}), `{"data": {"node": {"milestone": {"title": "5.2"}, "timelineItems": {"nodes": [
		{"__typename": "MilestonedEvent", "milestoneTitle": "5.2", "subject": {"number": 1}},
		{"__typename": "RenamedTitleEvent", "previousTitle": "Upgrade", "currentTitle": "All of it"},
		{"__typename": "LabeledEvent", "label": {"name": "bug", "color": "ededed"}, "labelable": {"labels": {"totalCount": 1}}},
		{"__typename": "LockedEvent", "lockReason": "OFF_TOPIC", "lockable": {"locked": true}},
		{"__typename": "BlockedByAddedEvent", "blockingIssue": {"number": 2}},
		{"__typename": "SubIssueRemovedEvent", "subIssue": {"number": 2}},
		{"__typename": "CrossReferencedEvent", "source": {"number": 2}, "target": {"number": 1}, "willCloseTarget": false, "isCrossRepository": false},
		{"__typename": "IssueComment", "body": "Yes"}
	]}}}}`)
}

func TestGraphQLIssuesOfARepository(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	tests := []struct{ name, arguments, want string }{
		{"all", `first: 9`, `[1,2,4]`},
		{"newest first", `first: 9, orderBy: {field: UPDATED_AT, direction: DESC}`, ``},
		{"by label", `first: 9, labels: ["BUG"]`, `[2]`},
		{"by label of the filter", `first: 9, filterBy: {labels: ["bug", "none"]}`, `[]`},
		{"assigned to", `first: 9, filterBy: {assignee: "ben"}`, `[2]`},
		{"assigned to nobody", `first: 9, filterBy: {assignee: null}`, `[1,4]`},
		{"closed", `first: 9, states: [CLOSED]`, `[4]`},
		{"in a milestone", `first: 9, filterBy: {milestoneNumber: "*"}`, `[]`},
		{"since", `first: 9, filterBy: {since: "2027-01-01T00:00:00Z"}`, `[]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := e.ask(t, appToken, `{ repository(owner: "acme", name: "shop") { issues(`+tt.arguments+`) { nodes { number } } } }`, nil)
			numbers := strings.NewReplacer(`{"number":`, "", "}", "").Replace(got[strings.Index(got, "["):])
			if strings.Contains(got, "errors") || tt.want != "" && !strings.HasPrefix(numbers, tt.want) {
				t.Errorf("answer %s, want %s", got, tt.want)
			}
		})
	}
}

func TestGraphQLLabelsAndMilestones(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	for _, title := range []string{"B", "A"} {
		if _, err := e.CreateMilestone("olga", "acme/shop", title); err != nil {
			t.Fatal(err)
		}
	}
	wantJSON(t, e.ask(t, appToken, `{ repository(owner: "acme", name: "shop") {
		labels(first: 5, orderBy: {field: NAME, direction: DESC}) { nodes { name } }
		some: labels(first: 5, query: "DJ") { totalCount }
		label(name: "BUG") { name } none: label(name: "none") { name }
		milestones(first: 5, orderBy: {field: NUMBER, direction: DESC}) { nodes { title state } }
		closed: milestones(first: 5, states: [CLOSED]) { totalCount } milestone(number: 1) { title }
	} }`, nil), `{"data": {"repository": {
		"labels": {"nodes": [{"name": "django"}, {"name": "bug"}]}, "some": {"totalCount": 1}, "label": {"name": "bug"}, "none": null,
		"milestones": {"nodes": [{"title": "A", "state": "OPEN"}, {"title": "B", "state": "OPEN"}]}, "closed": {"totalCount": 0}, "milestone": {"title": "B"}
	}}}`)
}

// TestGraphQLWithoutDependencies wants an older server to have none of it.
func TestGraphQLWithoutDependencies(t *testing.T) {
	t.Parallel()
	text, err := schemaText(FeatureDependencies)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "lockedBy") {
		t.Error("the schema still has dependencies")
	}
}
