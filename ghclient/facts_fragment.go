package ghclient

// factsFragments are what decides about the card of an issue or pull request,
// the same wherever it is read: five connections of an issue, whose pull
// requests come beside it, and nine of a pull request. They need the fragments
// repository and actor. GitHub lets no issue be blocked by more than 50.
const factsFragments = `
fragment issueFacts on Issue {
  ...issueState
  author { ...actor }
  repository { ...catalog }
  labels(first: 100) { nodes { name } }
  assignees(first: 50) { nodes { ...actor } }
  assigned: timelineItems(last: 1, itemTypes: [ASSIGNED_EVENT]) {
    nodes { ... on AssignedEvent { createdAt } }
  }` + dependenciesBegin + `
  blockedBy(first: 50) { nodes { ...blocker } }` + dependenciesEnd + `
}
` + blockerBegin + blockerFragment + blockerEnd + `

fragment pullRequestFacts on PullRequest {
  ...pullRequestState
  ...pullRequest
  repository { ...catalog }
  labels(first: 100) { nodes { name } }
  assignees(first: 50) { nodes { ...actor } }
  assigned: timelineItems(last: 1, itemTypes: [ASSIGNED_EVENT]) {
    nodes { ... on AssignedEvent { createdAt } }
  }
}

fragment catalog on Repository {
  object(expression: "HEAD:catalog-info.yaml") { ... on Blob { text } }
}
` + issueStateFragment + pullRequestStateFragment + pullRequestFragment

// blockerFragment is the state of an issue that another one waits for, without
// the timeline, of which there would be one for each: an open one that was
// reopened is taken to be open since it was made.
const blockerFragment = `
fragment blocker on Issue {
  __typename
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
}`

// cardFragment is a card with the values of its fields; a board has at most 50 fields.
const cardFragment = `
fragment card on ProjectV2Item {
  id
  isArchived
  project { id }
  fieldValues(first: 100) {
    nodes {
      ... on ProjectV2ItemFieldValueCommon {
        updatedAt
        field { ... on ProjectV2FieldCommon { id } }
      }
      ... on ProjectV2ItemFieldSingleSelectValue { name }
      ... on ProjectV2ItemFieldTextValue { text }
      ... on ProjectV2ItemFieldNumberValue { number }
      ... on ProjectV2ItemFieldDateValue { date }
      ... on ProjectV2ItemFieldIterationValue { title }
    }
  }
}`
