package emulator

import (
	"strings"
	"testing"
)

const pullWorld = `
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [anna, ben]
    teams: [{slug: platform, name: Platform, members: [ben]}]
    repositories:
      - name: shop
        people: {anna: write, ben: write}
        teams: {platform: write}
        files: {README.md: "Shop"}
        issues: [{title: To do}]
`

// onPulls has the branch "work" in acme/shop, one file ahead.
func onPulls(t *testing.T) *Emulator {
	t.Helper()
	e := New(t, pullWorld)
	for _, err := range []error{e.CreateBranch("anna", "acme/shop", "work"), e.PushFileTo("anna", "acme/shop", "work", "a.txt", "1\n2\n")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func TestPullRequestByGraphQL(t *testing.T) {
	t.Parallel()
	e := onPulls(t)
	shop := e.repositoryNamed("acme/shop").nodeID
	ben, platform := e.findUser("ben").nodeID, e.findOrganization("acme").team("platform").nodeID
	wantJSON(t, e.ask(t, "user:anna", `mutation($r: ID!) { createPullRequest(input: {repositoryId: $r, baseRefName: "main", headRefName: "work", title: "Work", body: "Closes #1", draft: true}) {
		pullRequest { number isDraft headRefName baseRefName mergeable additions deletions changedFiles reviewDecision
			commits(first: 5) { totalCount } closingIssuesReferences(first: 5) { nodes { number } } } } }`, vars{"r": shop}),
		`{"data":{"createPullRequest":{"pullRequest":{"number":2,"isDraft":true,"headRefName":"work","baseRefName":"main","mergeable":"MERGEABLE",
		"additions":2,"deletions":0,"changedFiles":1,"reviewDecision":null,"commits":{"totalCount":1},"closingIssuesReferences":{"nodes":[{"number":1}]}}}}}`)
	id := vars{"p": e.idOf(t, "acme/shop#2"), "ben": ben, "platform": platform}
	wantJSON(t, e.ask(t, "user:anna", `mutation($p: ID!, $ben: ID!, $platform: ID!) {
		markPullRequestReadyForReview(input: {pullRequestId: $p}) { pullRequest { isDraft } }
		requestReviews(input: {pullRequestId: $p, userIds: [$ben], teamIds: [$platform], union: true}) { pullRequest {
			reviewRequests(first: 5) { nodes { requestedReviewer { ... on User { login } ... on Team { slug } } } } } } }`, id),
		`{"data":{"markPullRequestReadyForReview":{"pullRequest":{"isDraft":false}},"requestReviews":{"pullRequest":{
		"reviewRequests":{"nodes":[{"requestedReviewer":{"login":"ben"}},{"requestedReviewer":{"slug":"platform"}}]}}}}}`)
	wantJSON(t, e.ask(t, "user:ben", `mutation($p: ID!) {
		first: addPullRequestReview(input: {pullRequestId: $p, event: REQUEST_CHANGES, body: "No"}) { pullRequestReview { state pullRequest { reviewDecision } } }
		second: addPullRequestReview(input: {pullRequestId: $p, event: COMMENT, body: "Hm"}) { pullRequestReview { state pullRequest { reviewDecision } } } }`, id),
		`{"data":{"first":{"pullRequestReview":{"state":"CHANGES_REQUESTED","pullRequest":{"reviewDecision":"CHANGES_REQUESTED"}}},
		"second":{"pullRequestReview":{"state":"COMMENTED","pullRequest":{"reviewDecision":"CHANGES_REQUESTED"}}}}}`)
	wantJSON(t, e.ask(t, "user:ben", `mutation($p: ID!) { addPullRequestReview(input: {pullRequestId: $p, event: APPROVE}) { pullRequestReview { pullRequest {
		reviewDecision reviews(first: 5, states: [COMMENTED]) { totalCount } latestReviews(first: 5) { nodes { state } } latestOpinionatedReviews(first: 5, writersOnly: true) { totalCount } } } } }`, id),
		`{"data":{"addPullRequestReview":{"pullRequestReview":{"pullRequest":{"reviewDecision":"APPROVED","reviews":{"totalCount":1},
		"latestReviews":{"nodes":[{"state":"APPROVED"}]},"latestOpinionatedReviews":{"totalCount":1}}}}}}`)
	wantJSON(t, e.ask(t, "user:anna", `mutation($p: ID!) { mergePullRequest(input: {pullRequestId: $p, mergeMethod: SQUASH, commitHeadline: "In one"}) {
		actor { login } pullRequest { state mergeable mergeCommit { message } closingIssuesReferences(first: 1) { nodes { state closedByPullRequestsReferences(first: 1, includeClosedPrs: true) { nodes { number } } } } } } }`, id),
		`{"data":{"mergePullRequest":{"actor":{"login":"anna"},"pullRequest":{"state":"MERGED","mergeable":"UNKNOWN","mergeCommit":{"message":"In one"},
		"closingIssuesReferences":{"nodes":[{"state":"CLOSED","closedByPullRequestsReferences":{"nodes":[{"number":2}]}}]}}}}}`)
}

func TestPullRequestMutationsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	e := onPulls(t)
	if _, err := e.OpenPullRequestFrom("anna", "acme/shop", "work", "", "Work", ""); err != nil {
		t.Fatal(err)
	}
	id := vars{"p": e.idOf(t, "acme/shop#2"), "r": e.repositoryNamed("acme/shop").nodeID, "i": e.idOf(t, "acme/shop#1")}
	for document, want := range map[string]string{
		`mutation($r: ID!) { createPullRequest(input: {repositoryId: $r, baseRefName: "main", headRefName: "work", title: "x"}) { clientMutationId } }`: "A pull request already exists for acme:work.",
		`mutation($r: ID!) { createPullRequest(input: {repositoryId: $r, baseRefName: "main", headRefName: "main", title: "x"}) { clientMutationId } }`: "No commits between main and main",
		`mutation($p: ID!) { mergePullRequest(input: {pullRequestId: $p, expectedHeadOid: "abc"}) { clientMutationId } }`:                               "Head branch was modified.",
		`mutation($p: ID!) { addPullRequestReview(input: {pullRequestId: $p, event: APPROVE}) { clientMutationId } }`:                                   "Can not approve your own pull request",
		`mutation($i: ID!) { closePullRequest(input: {pullRequestId: $i}) { clientMutationId } }`:                                                       "Could not resolve to a node",
	} {
		if text := e.ask(t, "user:anna", document, id); !strings.Contains(text, want) {
			t.Errorf("%s: got %s, want %q", document, text, want)
		}
	}
}

func TestRepositoriesByGraphQL(t *testing.T) {
	t.Parallel()
	e := onPulls(t)
	for _, err := range []error{e.CreateRepository("olga", "acme/attic"), e.HideRepository("olga", "acme/attic", true), e.RenameRepository("olga", "acme/shop", "store")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantJSON(t, e.ask(t, "user:anna", `query { organization(login: "acme") {
		repositories(first: 5, visibility: PRIVATE, orderBy: {field: NAME, direction: ASC}) { nodes { nameWithOwner isPrivate } }
		repository(name: "shop") { name refs(first: 5, refPrefix: "refs/heads/") { nodes { name } } ref(qualifiedName: "refs/heads/work") { target { ... on Commit { message } } }
			object(expression: "work:a.txt") { ... on Blob { text } } pullRequests(first: 5, states: [OPEN]) { totalCount } } } }`, nil),
		`{"data":{"organization":{"repositories":{"nodes":[{"nameWithOwner":"acme/attic","isPrivate":true}]},
		"repository":{"name":"store","refs":{"nodes":[{"name":"main"},{"name":"work"}]},"ref":{"target":{"message":"Create a.txt"}},
		"object":{"text":"1\n2\n"},"pullRequests":{"totalCount":0}}}}}`)
	id := vars{"r": e.repositoryNamed("acme/store").nodeID}
	wantJSON(t, e.ask(t, "user:olga", `mutation($r: ID!) {
		updateRepository(input: {repositoryId: $r, description: "All", hasIssuesEnabled: false}) { repository { description hasIssuesEnabled } }
		archiveRepository(input: {repositoryId: $r}) { repository { isArchived } } }`, id),
		`{"data":{"updateRepository":{"repository":{"description":"All","hasIssuesEnabled":false}},"archiveRepository":{"repository":{"isArchived":true}}}}`)
	if text := e.ask(t, "user:anna", `mutation($r: ID!) { unarchiveRepository(input: {repositoryId: $r}) { clientMutationId } }`, id); !strings.Contains(text, "FORBIDDEN") {
		t.Errorf("who may not: %s", text)
	}
}

// The timeline tells who was asked for a review and when, and what became of it.
func TestReviewTimelineByGraphQL(t *testing.T) {
	t.Parallel()
	e := onPulls(t)
	pull, err := e.OpenPullRequestFrom("anna", "acme/shop", "work", "main", "Work", "")
	for _, act := range []func() error{
		func() error { return err },
		func() error { return e.DraftPullRequest("anna", pull, true) },
		func() error { return e.DraftPullRequest("anna", pull, false) },
		func() error { return e.RequestReview("anna", pull, "ben", true) },
		func() error { return e.RequestReview("anna", pull, "@acme/platform", true) },
		func() error { return e.RequestReview("anna", pull, "@acme/platform", false) },
		func() error { return e.Review("ben", pull, "approved", "") },
		func() error { return e.DismissReview("olga", pull, "ben", "Look again") },
	} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	wantJSON(t, e.ask(t, "user:anna", `query($p: ID!) { node(id: $p) { ... on PullRequest { timelineItems(first: 20, itemTypes: [
		CONVERT_TO_DRAFT_EVENT, READY_FOR_REVIEW_EVENT, REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT, REVIEW_DISMISSED_EVENT]) { nodes { __typename
		... on ReviewRequestedEvent { requestedReviewer { ... on User { login } ... on Team { slug } } }
		... on ReviewRequestRemovedEvent { requestedReviewer { ... on Team { slug } } }
		... on ReviewDismissedEvent { dismissalMessage previousReviewState review { state } pullRequest { number } } } } } } }`, vars{"p": e.idOf(t, pull.String())}),
		`{"data":{"node":{"timelineItems":{"nodes":[{"__typename":"ConvertToDraftEvent"},{"__typename":"ReadyForReviewEvent"},
		{"__typename":"ReviewRequestedEvent","requestedReviewer":{"login":"ben"}},{"__typename":"ReviewRequestedEvent","requestedReviewer":{"slug":"platform"}},
		{"__typename":"ReviewRequestRemovedEvent","requestedReviewer":{"slug":"platform"}},
		{"__typename":"ReviewDismissedEvent","dismissalMessage":"Look again","previousReviewState":"APPROVED","review":{"state":"DISMISSED"},"pullRequest":{"number":2}}]}}}}`)
}
