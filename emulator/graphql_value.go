package emulator

import (
	"context"
	"html"
	"slices"

	"github.com/graph-gophers/graphql-go"
)

// valueNode resolves what every stored value has; the types below it add to it.
type valueNode struct {
	n   *itemNode
	val *value
}

type (
	selectValueNode    struct{ valueNode }
	textValueNode      struct{ valueNode }
	numberValueNode    struct{ valueNode }
	dateValueNode      struct{ valueNode }
	iterationValueNode struct{ valueNode }
)

func storedValue(n valueNode) *one {
	switch n.val.field.dataType {
	case typeSingleSelect:
		return &one{&selectValueNode{n}}
	case typeNumber:
		return &one{&numberValueNode{n}}
	case typeDate:
		return &one{&dateValueNode{n}}
	case typeIteration:
		return &one{&iterationValueNode{n}}
	default:
		return &one{&textValueNode{n}}
	}
}

func (n valueNode) ID() graphql.ID      { return graphID(n.val.nodeID) }
func (n valueNode) DatabaseID() *int32  { return smallID(n.val.id) }
func (n valueNode) CreatedAt() dateTime { return dateTime{n.val.createdAt} }
func (n valueNode) UpdatedAt() dateTime { return dateTime{n.val.updatedAt} }
func (n valueNode) Creator() *one       { return n.n.v.actorNode(n.val.creator) }
func (n valueNode) Field() *one         { return n.n.v.fieldNode(n.val.field) }
func (n valueNode) Item() *itemNode     { return n.n }

func (n *textValueNode) Text() *string      { return &n.val.text }
func (n *numberValueNode) Number() *float64 { return &n.val.number }
func (n *dateValueNode) Date() *textScalar  { return (*textScalar)(&n.val.text) }

func (n *iterationValueNode) IterationID() string   { return n.val.iteration.id }
func (n *iterationValueNode) Title() string         { return n.val.iteration.title }
func (n *iterationValueNode) TitleHTML() string     { return html.EscapeString(n.val.iteration.title) }
func (n *iterationValueNode) StartDate() textScalar { return textScalar(n.val.iteration.start) }
func (n *iterationValueNode) Duration() int32       { return int32(n.val.iteration.days) }

func (n *selectValueNode) Name() *string        { return &n.val.option.name }
func (n *selectValueNode) OptionID() *string    { return &n.val.option.id }
func (n *selectValueNode) Color() string        { return n.val.option.color }
func (n *selectValueNode) Description() *string { return &n.val.option.description }
func (n *selectValueNode) NameHTML() *string    { return escaped(n.val.option.name) }

// DescriptionHTML is the description with nothing live in it.
func (n *selectValueNode) DescriptionHTML() *string { return escaped(n.val.option.description) }

func escaped(text string) *string {
	made := html.EscapeString(text)
	return &made
}

// contentValue is the value of a built-in field, which the content has. Parent
// issue and Sub-issues progress have none in GitHub's GraphQL.
func (n *itemNode) contentValue(f *field) *one {
	of, in := n.it.content, builtInNode{n, f}
	switch {
	case f.dataType == typeTitle:
		return storedValue(valueNode{n, &value{
			id: n.it.id, nodeID: nodeID("PVTFTV", n.it.board.org.id, n.it.board.id, n.it.id, f.id), field: f, text: n.it.title(),
			creator: n.it.creator, createdAt: n.it.createdAt, updatedAt: n.it.updatedAt,
		}})
	case f.dataType == typeAssignees && len(n.it.assignees()) > 0:
		return &one{&userValueNode{in}}
	case of == nil:
		return nil
	case f.dataType == typeLabels && len(of.labels) > 0:
		return &one{&labelValueNode{in}}
	case f.dataType == typeMilestone && of.milestone != nil:
		return &one{&milestoneValueNode{in}}
	case f.dataType == typeLinkedPulls && len(n.v.visible(of.linkedPulls)) > 0:
		return &one{&pullValueNode{in}}
	case f.dataType == typeReviewers && len(of.reviewers()) > 0:
		return &one{&reviewerValueNode{in}}
	case f.dataType == typeRepository:
		return &one{&repositoryValueNode{in}}
	default:
		return nil
	}
}

// reviewers are the people who were asked to review a pull request and those
// who did, each once. Teams that were asked are left out.
func (i *issue) reviewers() []*user {
	if i.pull == nil {
		return nil
	}
	all := slices.Clone(i.pull.reviewers)
	for _, rv := range i.pull.reviews {
		if !contains(all, rv.author) {
			all = append(all, rv.author)
		}
	}
	return all
}

// builtInNode resolves what every value that comes from the content has.
type builtInNode struct {
	n *itemNode
	f *field
}

type (
	userValueNode       struct{ builtInNode }
	labelValueNode      struct{ builtInNode }
	milestoneValueNode  struct{ builtInNode }
	pullValueNode       struct{ builtInNode }
	repositoryValueNode struct{ builtInNode }
	reviewerValueNode   struct{ builtInNode }
)

func (n builtInNode) Field() *one { return n.n.v.fieldNode(n.f) }

// Users are the assignees.
func (n *userValueNode) Users(ctx context.Context, args paging) (*connection[*userNode], error) {
	return n.n.v.users(ctx, "users", args, n.n.it.assignees())
}

func (n *labelValueNode) Labels(ctx context.Context, args paging) (*connection[*labelNode], error) {
	return labelsOf(ctx, args, n.n.it.content.labels)
}

func (n *milestoneValueNode) Milestone() *milestoneNode {
	return &milestoneNode{n.n.v, n.n.it.content.milestone}
}

// PullRequests are the linked ones that the viewer sees.
func (n *pullValueNode) PullRequests(ctx context.Context, args paging) (*connection[*pullNode], error) {
	return connect(ctx, "pullRequests", args, n.n.v.visible(n.n.it.content.linkedPulls), issueID, n.n.v.pullNode)
}

// Reviewers are the people of the pull request's reviews.
func (n *reviewerValueNode) Reviewers(ctx context.Context, args paging) (*connection[*one], error) {
	return connect(ctx, "reviewers", args, n.n.it.content.reviewers(), func(u *user) string { return u.nodeID }, n.n.v.actorNode)
}

func (n *repositoryValueNode) Repository() *repositoryNode {
	return &repositoryNode{n.n.v, n.n.it.content.repo}
}

func (o *one) ToProjectV2ItemFieldMilestoneValue() (*milestoneValueNode, bool) {
	return as[*milestoneValueNode](o)
}

func (o *one) ToProjectV2ItemFieldPullRequestValue() (*pullValueNode, bool) {
	return as[*pullValueNode](o)
}

func (o *one) ToProjectV2ItemFieldReviewerValue() (*reviewerValueNode, bool) {
	return as[*reviewerValueNode](o)
}

// milestoneNode resolves Milestone.
type milestoneNode struct {
	v *view
	m *milestone
}

func (o *one) ToMilestone() (*milestoneNode, bool) { return as[*milestoneNode](o) }

func (n *milestoneNode) ID() graphql.ID       { return graphID(n.m.nodeID) }
func (n *milestoneNode) Number() int32        { return int32(n.m.number) }
func (n *milestoneNode) Title() string        { return n.m.title }
func (n *milestoneNode) Description() *string { return stringOrNull(n.m.description) }
func (n *milestoneNode) DueOn() *dateTime     { return dateTimeOrNull(n.m.dueOn) }

// URL is the milestone's page.
func (n *milestoneNode) URL() textScalar {
	return textScalar(n.v.webURL("%s/milestone/%d", n.m.repo.fullName(), n.m.number))
}

// State is OPEN or CLOSED.
func (n *milestoneNode) State() string {
	if n.m.closed {
		return "CLOSED"
	}
	return "OPEN"
}
