package ghclient

import "strings"

// Documents are all GraphQL documents that the client sends, by name; those
// that are put together for a number of objects with a sample of three.
func Documents() map[string]string {
	return map[string]string{
		"Board":                 boardDocument,
		"ChangeBoard":           changeDocument(sampleMutations()),
		"BoardItems":            boardItemsDocument,
		"BoardItemsOfOldServer": boardItemsFor(Features{}),
		"ClosedBy":              closedByDocument,
		"Cards":                 cardsDocument(Features{ArchivedListing: true}),
		"Comment":               commentDocument,
		"CreateField":           createFieldDocument,
		"Features":              featuresDocument,
		"Issue":                 issueDocument,
		"IssueOfOldServer":      issueFor(Features{}),
		"OptionCards":           optionCardsDocument(true),
		"OpenBoards":            openBoardsDocument,
		"OpenIssues":            openIssuesFor(Features{SubIssues: true}),
		"Options":               optionsDocument,
		"Policy":                policyDocument,
		"PrivateBoard":          privateBoardDocument,
		"RemoveReaction":        removeReactionDocument,
		"ReplaceOptions":        replaceOptionsDocument,
		"Resolve":               resolveDocument(3),
		"TeamMembers":           teamMembersDocument,
		"States":                statesDocument(2),
	}
}

// sampleMutations are one of each kind.
func sampleMutations() []mutation {
	return []mutation{
		addMutation("", ""), fieldMutation("", "", "", map[string]any{}), fieldMutation("", "", "", nil),
	}
}

// The fragments that several documents share. GitHub refuses a document with
// one that it does not use.
const (
	actorFragment = `
fragment actor on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
}`

	commentFragment = `
fragment comment on IssueComment {
  id
  fullDatabaseId
  author { ...actor }
  editor { ...actor }
  body
  createdAt
  updatedAt
  reactionGroups { content viewerHasReacted }
}`

	repositoryFragment = `
fragment repository on Repository {
  id
  name
  owner { login }
  visibility
  isArchived
}`

	issueStateFragment = `
fragment issueState on Issue {
  id
  fullDatabaseId
  number
  title
  closed
  closedAt
  stateReason(enableDuplicate: true)
  createdAt
  updatedAt
  repository { ...repository }
  changed: timelineItems(last: 1, itemTypes: [CLOSED_EVENT, REOPENED_EVENT]) {
    nodes {
      ... on ClosedEvent { createdAt }
      ... on ReopenedEvent { createdAt }
    }
  }
}`

	pullRequestStateFragment = `
fragment pullRequestState on PullRequest {
  id
  fullDatabaseId
  number
  title
  closed
  closedAt
  merged
  createdAt
  updatedAt
  repository { ...repository }
  changed: timelineItems(last: 1, itemTypes: [CLOSED_EVENT, REOPENED_EVENT]) {
    nodes {
      ... on ClosedEvent { createdAt }
      ... on ReopenedEvent { createdAt }
    }
  }
}`
)

// The marks around what an old GitHub Enterprise Server does not know.
const (
	subIssuesBegin    = "\n      # begin sub-issues"
	subIssuesEnd      = "\n      # end sub-issues"
	dependenciesBegin = "\n  # begin dependencies"
	dependenciesEnd   = "\n  # end dependencies"
	blockerBegin      = "\n# begin blocker"
	blockerEnd        = "\n# end blocker"
)

// without takes the part between two marks out of a document.
func without(document, begin, end string) string {
	before, rest, _ := strings.Cut(document, begin)
	_, after, _ := strings.Cut(rest, end)
	return before + after
}

// withoutSubIssues takes the sub-issues out of a document, with their variables.
func withoutSubIssues(document string) string {
	return strings.Replace(without(document, subIssuesBegin, subIssuesEnd), subIssueVariables, "", 1)
}

// withoutDependencies takes the blockers out of a document, with their fragment.
func withoutDependencies(document string) string {
	return without(without(document, dependenciesBegin, dependenciesEnd), blockerBegin, blockerEnd)
}
