package ghclient

// subIssueVariables are declared only when they are used.
const subIssueVariables = "  $subIssues: Boolean!, $subIssuesAfter: String, $someSubIssues: Int!\n"

// issuesTogether is how many issues share a request. GitHub gives a query 10 s.
const issuesTogether = 50

// How many cards and sub-issues come with an issue, and with each further
// request for one that has more.
const (
	firstItems     = 5
	firstSubIssues = 10
	moreItems      = 20
	moreSubIssues  = 100
)

// issueDocument reads issues or pull requests with everything around them. The
// flags say which of the longer lists a further page is wanted of; cursors are
// only for one issue.
//
// By GitHub's rule an issue costs at most 1 + 9 + 6 + 2*5 + 10 + 11*5 = 91 requests:
// nine connections of an issue, six of a pull request, five cards' values for
// both, one timeline per sub-issue, and the five connections of a pull
// request, of 10 linked ones or of itself. A hundred requests are a point: 1 for
// one issue, 46 for 50. An issue can return some 2,350 nodes, half of them field
// values (2*5*100), so 50 return 117,500 of the 500,000 allowed.
const issueDocument = `query Issue(
  $ids: [ID!]!, $own: [ID!]!
  $items: Boolean!, $itemsAfter: String, $someItems: Int!
  $pullRequests: Boolean!, $pullRequestsAfter: String
` + subIssueVariables + `  $comments: Boolean!, $commentsBefore: String
) {
  own: nodes(ids: $own) { ... on IssueComment { ...comment } }
  issues: nodes(ids: $ids) {
    __typename
    ... on Issue {
      ...issueFacts
      body
      lastEditedAt
      locked
      milestone { title }
      pullRequests: closedByPullRequestsReferences(first: 10, after: $pullRequestsAfter, includeClosedPrs: true) @include(if: $pullRequests) {
        pageInfo { hasNextPage endCursor }
        nodes { ...pullRequest }
      }
      projectItems(first: $someItems, after: $itemsAfter, includeArchived: true) @include(if: $items) { ...items }` + subIssuesBegin + `
      subIssues(first: $someSubIssues, after: $subIssuesAfter) @include(if: $subIssues) {
        pageInfo { hasNextPage endCursor }
        nodes { __typename ...issueState }
      }` + subIssuesEnd + `
      comments(last: 50, before: $commentsBefore, orderBy: {field: UPDATED_AT, direction: ASC}) @include(if: $comments) { ...comments }
    }
    ... on PullRequest {
      ...pullRequestFacts
      body
      lastEditedAt
      locked
      projectItems(first: $someItems, after: $itemsAfter, includeArchived: true) @include(if: $items) { ...items }
      comments(last: 50, before: $commentsBefore, orderBy: {field: UPDATED_AT, direction: ASC}) @include(if: $comments) { ...comments }
    }
  }
}

fragment items on ProjectV2ItemConnection {
  pageInfo { hasNextPage endCursor }
  nodes { ...card }
}

fragment comments on IssueCommentConnection {
  pageInfo { hasPreviousPage startCursor }
  nodes { ...comment }
}
` + commentFragment + cardFragment + factsFragments + repositoryFragment + actorFragment

// issueFor is the document for what a GitHub can do (D9).
func issueFor(features Features) string {
	document := issueDocument
	if !features.SubIssues {
		document = withoutSubIssues(document)
	}
	if !features.Dependencies {
		document = withoutDependencies(document)
	}
	return document
}
