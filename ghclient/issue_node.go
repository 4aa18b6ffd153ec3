package ghclient

import (
	"strconv"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// issueNode is what issueDocument asks for, of an issue or a pull request.
type issueNode struct {
	stateNode
	reviewing
	Author       *actorNode `json:"author"`
	Body         string     `json:"body"`
	LastEditedAt time.Time  `json:"lastEditedAt"`
	Locked       bool       `json:"locked"`
	Milestone    *struct {
		Title string `json:"title"`
	} `json:"milestone"`
	Labels *connection[struct {
		Name string `json:"name"`
	}] `json:"labels"`
	Assignees    *connection[actorNode]       `json:"assignees"`
	Assigned     eventNodes                   `json:"assigned"`
	PullRequests *connection[pullRequestNode] `json:"pullRequests"`
	ProjectItems *connection[itemNode]        `json:"projectItems"`
	SubIssues    *connection[stateNode]       `json:"subIssues"`
	BlockedBy    *connection[stateNode]       `json:"blockedBy"`
	Comments     *connection[commentNode]     `json:"comments"`
}

// facts is the issue without its long lists.
func (n *issueNode) facts() upgrade.Issue {
	issue := upgrade.Issue{
		IssueState:   n.state(),
		Author:       n.Author.actor(),
		Body:         n.Body,
		BodyEditedAt: n.LastEditedAt.UTC(),
		Locked:       n.Locked,
		AssignedAt:   n.Assigned.newest(),
	}
	if n.Milestone != nil {
		issue.Milestone = n.Milestone.Title
	}
	if n.LastEditedAt.IsZero() {
		issue.BodyEditedAt = issue.CreatedAt
	}
	if n.Repository.Object != nil {
		issue.Repository.Catalog = n.Repository.Object.Text
	}
	for _, label := range n.Labels.readable() {
		issue.Labels = append(issue.Labels, label.Name)
	}
	for _, assignee := range n.Assignees.readable() {
		issue.Assignees = append(issue.Assignees, assignee.actor())
	}
	for _, blocker := range n.BlockedBy.readable() {
		issue.BlockedBy = append(issue.BlockedBy, blocker.state())
	}
	return issue
}

func (n *issueNode) items() []upgrade.Item {
	var items []upgrade.Item
	for _, item := range n.ProjectItems.readable() {
		items = append(items, item.item())
	}
	return items
}

// pullRequests of a pull request are it itself.
func (n *issueNode) pullRequests() []upgrade.PullRequest {
	if n.TypeName == "PullRequest" {
		own := pullRequestNode{
			ID: n.ID, Number: n.Number, Author: n.Author, Closed: n.Closed, Merged: n.Merged,
			CreatedAt: n.CreatedAt, Repository: n.Repository, reviewing: n.reviewing,
		}
		return []upgrade.PullRequest{own.pullRequest()}
	}
	var all []upgrade.PullRequest
	for _, pr := range n.PullRequests.readable() {
		all = append(all, pr.pullRequest())
	}
	return all
}

// subIssues has nil for those that the installation may not see.
func (n *issueNode) subIssues() []*stateNode {
	if n.SubIssues == nil {
		return nil
	}
	return n.SubIssues.Nodes
}

type itemNode struct {
	ID         upgrade.NodeID `json:"id"`
	IsArchived bool           `json:"isArchived"`
	Project    struct {
		ID upgrade.NodeID `json:"id"`
	} `json:"project"`
	FieldValues *connection[fieldValueNode] `json:"fieldValues"`
}

func (n *itemNode) item() upgrade.Item {
	item := upgrade.Item{ID: n.ID, Board: n.Project.ID, Archived: n.IsArchived}
	for _, value := range n.FieldValues.readable() {
		// Labels, assignees and the like have another shape and belong to the issue.
		if value.Field.ID != "" {
			item.Values = append(item.Values, value.value())
		}
	}
	return item
}

type fieldValueNode struct {
	UpdatedAt time.Time `json:"updatedAt"`
	Field     struct {
		ID upgrade.NodeID `json:"id"`
	} `json:"field"`
	Name   string   `json:"name"`  // of a single select's option
	Title  string   `json:"title"` // of an iteration
	Text   string   `json:"text"`
	Date   string   `json:"date"`
	Number *float64 `json:"number"`
}

func (n *fieldValueNode) value() upgrade.FieldValue {
	value := upgrade.FieldValue{Field: n.Field.ID, UpdatedAt: n.UpdatedAt.UTC(), Text: n.Name + n.Title + n.Text + n.Date}
	if n.Number != nil {
		value.Text = strconv.FormatFloat(*n.Number, 'f', -1, 64)
	}
	return value
}

type commentNode struct {
	ID             upgrade.NodeID `json:"id"`
	DatabaseID     bigInt         `json:"fullDatabaseId"`
	Author         *actorNode     `json:"author"`
	Editor         *actorNode     `json:"editor"`
	Body           string         `json:"body"`
	CreatedAt      time.Time      `json:"createdAt"`
	UpdatedAt      time.Time      `json:"updatedAt"`
	ReactionGroups []struct {
		Content          string `json:"content"`
		ViewerHasReacted bool   `json:"viewerHasReacted"`
	} `json:"reactionGroups"`
}

func (n *commentNode) comment() upgrade.Comment {
	comment := upgrade.Comment{
		ID:         n.ID,
		DatabaseID: int64(n.DatabaseID),
		Author:     n.Author.actor(),
		Editor:     n.Editor.actor(),
		Body:       n.Body,
		CreatedAt:  n.CreatedAt.UTC(),
		UpdatedAt:  n.UpdatedAt.UTC(),
	}
	for _, group := range n.ReactionGroups {
		if group.ViewerHasReacted {
			comment.OwnReactions = append(comment.OwnReactions, reactionName(group.Content))
		}
	}
	return comment
}

// reactions are the names of reactions in GraphQL and in the REST API.
func reactions() map[string]string {
	return map[string]string{
		"THUMBS_UP": "+1", "THUMBS_DOWN": "-1", "LAUGH": "laugh", "HOORAY": "hooray",
		"CONFUSED": "confused", "HEART": "heart", "ROCKET": "rocket", "EYES": "eyes",
	}
}

// reactionName is the REST API's name of a reaction that GraphQL calls otherwise.
func reactionName(content string) string {
	if name := reactions()[content]; name != "" {
		return name
	}
	return content
}

// reactionEnum is the reverse; empty for what is no reaction.
func reactionEnum(name string) string {
	for enum, known := range reactions() {
		if known == name {
			return enum
		}
	}
	return ""
}
