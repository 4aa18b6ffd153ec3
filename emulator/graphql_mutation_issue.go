package emulator

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// contentByID finds an issue or pull request that the viewer may see.
func (v *view) contentByID(id graphql.ID) (*issue, error) {
	i, ok := v.node(string(id)).(*issue)
	if !ok || !v.sees(i.repo) {
		return nil, unresolvedNode(id)
	}
	return i, nil
}

// issueByID finds an issue, never a pull request.
func (v *view) issueByID(id graphql.ID) (*issue, error) {
	i, err := v.contentByID(id)
	if err != nil || i.pull != nil {
		return nil, unresolvedNode(id)
	}
	return i, nil
}

func (v *view) twoIssues(one, other graphql.ID) (*issue, *issue, error) {
	first, err := v.issueByID(one)
	if err != nil {
		return nil, nil, err
	}
	second, err := v.issueByID(other)
	return first, second, err
}

// issuePayload is what the mutations of an issue answer.
type issuePayload struct {
	ClientMutationID *string
	Actor            *one
	Issue            *issueNode
}

// changeIssue runs a change of an issue.
func (v *view) changeIssue(id graphql.ID, mutation *string, f func(*tx, *issue) error) (*issuePayload, error) {
	i, err := v.issueByID(id)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, i) }); err != nil {
		return nil, err
	}
	return &issuePayload{mutation, v.actorNode(v.user), v.issueNode(i)}, nil
}

// triageInput are the parts of an issue that are given by node ids; nil is absent.
type triageInput struct {
	AssigneeIDs, LabelIDs *[]graphql.ID
	MilestoneID           graphql.NullID
}

// into writes them down as a request over REST has them.
func (in triageInput) into(v *view, r *repository, out *issueInput) error {
	users, err := v.usersByID(in.AssigneeIDs)
	if err != nil {
		return err
	}
	if users != nil {
		out.Assignees.is, out.Assignees.value = true, list(*users, func(u *user) string { return u.login })
	}
	if in.LabelIDs != nil {
		labels, err := v.labelsByID(r, *in.LabelIDs)
		if err != nil {
			return err
		}
		out.Labels.is, out.Labels.value = true, list(labels, func(l *label) nameOnly { return nameOnly(l.name) })
	}
	out.Milestone.is = in.MilestoneID.Set
	if id := in.MilestoneID.Value; id != nil {
		m, ok := v.node(string(*id)).(*milestone)
		if !ok || m.repo != r {
			return unresolvedNode(*id)
		}
		out.Milestone.value = milestoneNumber(m.number)
	}
	return nil
}

// labelsByID finds labels of one repository.
func (v *view) labelsByID(r *repository, ids []graphql.ID) ([]*label, error) {
	var found []*label
	for _, id := range ids {
		l, ok := v.node(string(id)).(*label)
		if !ok || !contains(r.labels, l) {
			return nil, unresolvedNode(id)
		}
		found = append(found, l)
	}
	return found, nil
}

type createIssueInput struct {
	triageInput
	ClientMutationID *string
	RepositoryID     graphql.ID
	Title            string
	Body             *string
	ParentIssueID    *graphql.ID
}

// CreateIssue opens an issue, at once as a sub-issue if asked.
func (*root) CreateIssue(ctx context.Context, args struct{ Input createIssueInput }) (*issuePayload, error) {
	v, in := viewOf(ctx), args.Input
	r, ok := v.node(string(in.RepositoryID)).(*repository)
	if !ok || !v.sees(r) {
		return nil, unresolvedNode(in.RepositoryID)
	}
	var wanted issueInput
	if err := in.into(v, r, &wanted); err != nil {
		return nil, err
	}
	var parent *issue
	if in.ParentIssueID != nil {
		found, err := v.issueByID(*in.ParentIssueID)
		if err != nil {
			return nil, err
		}
		parent = found
	}
	d := draft{
		title: in.Title, body: deref(in.Body), labels: namesOf(wanted.Labels.value), assignees: wanted.Assignees.value,
		milestone: int(wanted.Milestone.value),
	}
	var made *issue
	err := v.change(v.actor, func(t *tx) (err error) {
		if made, err = t.openIssue(r, d); err != nil || parent == nil {
			return err
		}
		return t.addSubIssue(parent, made, false)
	})
	if err != nil {
		return nil, err
	}
	return &issuePayload{in.ClientMutationID, v.actorNode(v.user), v.issueNode(made)}, nil
}

type updateIssueInput struct {
	triageInput
	ClientMutationID   *string
	ID                 graphql.ID
	Title, Body, State *string
}

// UpdateIssue changes what the input names.
func (*root) UpdateIssue(ctx context.Context, args struct{ Input updateIssueInput }) (*issuePayload, error) {
	v, in := viewOf(ctx), args.Input
	return v.changeIssue(in.ID, in.ClientMutationID, func(t *tx, i *issue) error {
		wanted := issueInput{Title: in.Title}
		if in.Body != nil {
			wanted.Body.is, wanted.Body.value = true, *in.Body
		}
		if in.State != nil {
			wanted.State = new(strings.ToLower(*in.State))
		}
		if err := in.into(v, i.repo, &wanted); err != nil {
			return err
		}
		return t.patch(i, wanted)
	})
}

type closeInput struct {
	ClientMutationID *string
	IssueID          graphql.ID
	StateReason      *string
	DuplicateIssueID *graphql.ID
}

// CloseIssue closes an issue for a reason, also as a duplicate of another.
func (*root) CloseIssue(ctx context.Context, args struct{ Input closeInput }) (*issuePayload, error) {
	v, in := viewOf(ctx), args.Input
	return v.changeIssue(in.IssueID, in.ClientMutationID, func(t *tx, i *issue) error {
		if in.DuplicateIssueID == nil {
			return t.setState(i, true, strings.ToLower(deref(in.StateReason)))
		}
		of, err := v.issueByID(*in.DuplicateIssueID)
		if err != nil {
			return err
		}
		return t.closeAsDuplicate(i, of)
	})
}

type oneIssueInput struct {
	ClientMutationID *string
	IssueID          graphql.ID
}

// ReopenIssue reopens an issue.
func (*root) ReopenIssue(ctx context.Context, args struct{ Input oneIssueInput }) (*issuePayload, error) {
	return viewOf(ctx).changeIssue(args.Input.IssueID, args.Input.ClientMutationID,
		func(t *tx, i *issue) error { return t.setState(i, false, "") })
}

type deletePayload struct {
	ClientMutationID *string
	Repository       *repositoryNode
}

// DeleteIssue removes an issue for good.
func (*root) DeleteIssue(ctx context.Context, args struct{ Input oneIssueInput }) (*deletePayload, error) {
	v := viewOf(ctx)
	var in *repository
	_, err := v.changeIssue(args.Input.IssueID, args.Input.ClientMutationID, func(t *tx, i *issue) error {
		in = i.repo
		return t.deleteIssue(i)
	})
	if err != nil {
		return nil, err
	}
	return &deletePayload{args.Input.ClientMutationID, &repositoryNode{v, in}}, nil
}

type transferIssueInput struct {
	oneIssueInput
	RepositoryID          graphql.ID
	CreateLabelsIfMissing bool
}

// TransferIssue moves an issue to another repository of its owner.
func (*root) TransferIssue(ctx context.Context, args struct{ Input transferIssueInput }) (*issuePayload, error) {
	v, in := viewOf(ctx), args.Input
	to, ok := v.node(string(in.RepositoryID)).(*repository)
	if !ok || !v.sees(to) {
		return nil, unresolvedNode(in.RepositoryID)
	}
	return v.changeIssue(in.IssueID, in.ClientMutationID,
		func(t *tx, i *issue) error { return t.transferIssue(i, to, in.CreateLabelsIfMissing) })
}
