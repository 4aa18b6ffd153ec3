package ghclient

import (
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// pullRequestFragment is what decides on the Status of the issue that a pull
// request belongs to: five connections, at most 62 nodes. The aliases leave
// room for the longer lists of the document around it.
const pullRequestFragment = `
fragment pullRequest on PullRequest {
  id
  number
  url
  closed
  isDraft
  merged
  mergedAt
  createdAt
  author { ...actor }
  repository { name visibility owner { login } }
  reviewDecision
  labelled: labels(first: 20) { nodes { name } }
  reviewRequests(first: 20) {
    nodes {
      requestedReviewer {
        __typename
        ... on User { login databaseId }
        ... on Bot { login databaseId }
        ... on Mannequin { login databaseId }
        ... on Team { slug }
      }
    }
  }
  opinions: latestOpinionatedReviews(first: 20, writersOnly: true) { nodes { author { ...actor } state submittedAt } }
  ready: timelineItems(last: 1, itemTypes: [READY_FOR_REVIEW_EVENT]) {
    nodes { ... on ReadyForReviewEvent { createdAt } }
  }
  requested: timelineItems(last: 1, itemTypes: [REVIEW_REQUESTED_EVENT]) {
    nodes { ... on ReviewRequestedEvent { createdAt } }
  }
}`

// hiddenOfPullRequest are the paths below a pull request where the token's
// rights may end: its repository may be another organisation's, and teams are
// seen only with the permission to read members.
func hiddenOfPullRequest(at string) []string {
	return []string{
		at + "/repository", at + "/labelled", at + "/reviewRequests", at + "/reviewRequests/nodes/*",
		at + "/reviewRequests/nodes/*/requestedReviewer", at + "/opinions", at + "/opinions/nodes/*", at + "/ready", at + "/requested",
	}
}

// pullRequestNode is what pullRequestFragment asks for.
type pullRequestNode struct {
	ID         upgrade.NodeID `json:"id"`
	Number     int            `json:"number"`
	Author     *actorNode     `json:"author"`
	Closed     bool           `json:"closed"`
	Merged     bool           `json:"merged"`
	CreatedAt  time.Time      `json:"createdAt"`
	Repository repositoryNode `json:"repository"`
	reviewing
}

// reviewing is the part of pullRequestFragment that an issue has not.
type reviewing struct {
	URL            string    `json:"url"`
	IsDraft        bool      `json:"isDraft"`
	MergedAt       time.Time `json:"mergedAt"`
	ReviewDecision string    `json:"reviewDecision"`
	Labelled       *connection[struct {
		Name string `json:"name"`
	}] `json:"labelled"`
	ReviewRequests *connection[struct {
		Reviewer *reviewerNode `json:"requestedReviewer"`
	}] `json:"reviewRequests"`
	Opinions  *connection[opinionNode] `json:"opinions"`
	Ready     eventNodes               `json:"ready"`
	Requested eventNodes               `json:"requested"`
}

// reviewerNode is a person or a team.
type reviewerNode struct {
	actorNode
	Slug string `json:"slug"`
}

// reviewer is the zero Reviewer for one that cannot be seen, or is of another kind.
func (n *reviewerNode) reviewer() upgrade.Reviewer {
	switch {
	case n != nil && n.Slug != "":
		return upgrade.Reviewer{Team: n.Slug}
	case n != nil && n.Login != "":
		return upgrade.Reviewer{User: n.actor()}
	default:
		return upgrade.Reviewer{}
	}
}

type opinionNode struct {
	Author      *actorNode `json:"author"`
	State       string     `json:"state"`
	SubmittedAt time.Time  `json:"submittedAt"`
}

func (n *pullRequestNode) pullRequest() upgrade.PullRequest {
	pull := upgrade.PullRequest{
		ID:          n.ID,
		Ref:         upgrade.Ref{Owner: n.Repository.Owner.Login, Repo: n.Repository.Name, Number: n.Number},
		Address:     n.URL,
		Private:     n.Repository.repository().Private,
		Author:      n.Author.actor(),
		Open:        !n.Closed,
		Draft:       n.IsDraft,
		Merged:      n.Merged,
		Decision:    upgrade.ReviewDecision(n.ReviewDecision),
		CreatedAt:   n.CreatedAt.UTC(),
		ReadyAt:     n.Ready.newest(),
		RequestedAt: n.Requested.newest(),
		MergedAt:    n.MergedAt.UTC(),
	}
	if pull.ReadyAt.IsZero() {
		pull.ReadyAt = pull.CreatedAt
	}
	for _, label := range n.Labelled.readable() {
		pull.Labels = append(pull.Labels, label.Name)
	}
	for _, request := range n.ReviewRequests.readable() {
		pull.Requested = append(pull.Requested, request.Reviewer.reviewer())
	}
	pull.Reviews = n.reviews()
	return pull
}

// reviews are the opinions that still count: GitHub lists dismissed ones too.
func (n *pullRequestNode) reviews() []upgrade.Review {
	var reviews []upgrade.Review
	for _, opinion := range n.Opinions.readable() {
		if opinion.State == "APPROVED" || opinion.State == "CHANGES_REQUESTED" {
			reviews = append(reviews, upgrade.Review{
				By: opinion.Author.actor(), Approved: opinion.State == "APPROVED", At: opinion.SubmittedAt.UTC(),
			})
		}
	}
	return reviews
}
