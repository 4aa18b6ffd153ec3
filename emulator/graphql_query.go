package emulator

import (
	"context"
	"fmt"

	"github.com/graph-gophers/graphql-go"
)

// root resolves Query and Mutation. It has no state: the view of a request is
// in its context, so that the schema is bound to resolvers only once.
type root struct{}

// Node finds any object by its id.
func (*root) Node(ctx context.Context, args struct{ ID graphql.ID }) (*one, error) {
	found := viewOf(ctx).nodeByID(args.ID)
	if found == nil {
		return nil, unresolvedNode(args.ID)
	}
	return found, nil
}

// Nodes finds several objects. Each that cannot be resolved is null, with an
// error of its own, by each key that these ids are asked for.
func (*root) Nodes(ctx context.Context, args struct{ IDs []graphql.ID }) ([]*one, error) {
	v := viewOf(ctx)
	if len(args.IDs) > pageLimit {
		return nil, &problem{kind: "ARGUMENT_LIMIT", message: fmt.Sprintf("You may not provide more than %d node ids; you provided %d.", pageLimit, len(args.IDs))}
	}
	ids := make([]string, len(args.IDs))
	for i, id := range args.IDs {
		ids[i] = string(id)
	}
	found, keys := make([]*one, len(ids)), chargeOf(ctx).weight.keysOf(ids)
	for i, id := range args.IDs {
		if found[i] = v.nodeByID(id); found[i] != nil {
			continue
		}
		for _, key := range keys {
			v.report(unresolvedNode(id), key, i)
		}
	}
	return found, nil
}

type repositoryArgs struct {
	Owner, Name   string
	FollowRenames bool
}

// Repository finds a repository by its name or, unless told not to, by a former one.
func (*root) Repository(ctx context.Context, args repositoryArgs) (*repositoryNode, error) {
	v := viewOf(ctx)
	r := v.findRepository(args.Owner, args.Name)
	renamed := r != nil && !sameFold(r.fullName(), args.Owner+"/"+args.Name)
	if r == nil || !v.sees(r) || renamed && !args.FollowRenames {
		return nil, unresolved("Could not resolve to a Repository with the name '%s/%s'.", args.Owner, args.Name)
	}
	return &repositoryNode{v, r}, nil
}

// Organization finds an organisation by login.
func (*root) Organization(ctx context.Context, args struct{ Login string }) (*organizationNode, error) {
	v := viewOf(ctx)
	o := v.findOrganization(args.Login)
	if o == nil {
		return nil, unresolved("Could not resolve to an Organization with the login of '%s'.", args.Login)
	}
	return &organizationNode{v, o}, nil
}

// Viewer is who the token is of; an installation's is the app's bot, as a User.
func (*root) Viewer(ctx context.Context) *userNode {
	v := viewOf(ctx)
	return &userNode{accountNode{v, v.user}}
}

// rateLimit is how the asker's budget stands with this query taken from it.
type rateLimit struct {
	Cost, Limit, NodeCount, Remaining, Used int32
	ResetAt                                 dateTime
}

// RateLimit is by the clock that the headers' reset is told by.
func (*root) RateLimit(ctx context.Context) *rateLimit {
	c := chargeOf(ctx)
	return &rateLimit{
		Cost: int32(c.Cost), NodeCount: int32(c.weight.nodes), Limit: int32(c.standing.Limit), Remaining: int32(c.standing.Remaining()),
		Used: int32(c.standing.Used), ResetAt: dateTime{c.standing.Reset},
	}
}

// nodeByID is null for what is not there and for what the viewer cannot see.
func (v *view) nodeByID(id graphql.ID) *one {
	switch n := v.node(string(id)).(type) {
	case *issue:
		if v.sees(n.repo) && v.mayRead(n) {
			return v.contentNode(n)
		}
	case *comment:
		if v.sees(n.issue.repo) && v.mayRead(n.issue) {
			return &one{&commentNode{v, n}}
		}
	case *review:
		if v.sees(n.pull.repo) && v.mayRead(n.pull) && n.visibleTo(v.actor) {
			return &one{&reviewNode{v, n}}
		}
	case *repository:
		if v.sees(n) {
			return &one{&repositoryNode{v, n}}
		}
	case *board:
		if v.seesBoard(n) {
			return &one{&boardNode{v, n}}
		}
	case *item:
		if v.seesBoard(n.board) {
			return &one{&itemNode{v, n}}
		}
	case *field:
		if v.seesBoard(n.board) {
			return v.fieldNode(n)
		}
	case *draftIssue:
		if v.seesBoard(n.item.board) {
			return &one{&draftNode{v, n}}
		}
	case *boardView:
		if v.seesBoard(n.board) {
			return &one{&boardViewNode{v, n}}
		}
	case *workflow:
		if v.seesBoard(n.board) {
			return &one{&workflowNode{v, n}}
		}
	case *milestone:
		if v.sees(n.repo) {
			return &one{&milestoneNode{v, n}}
		}
	case *team:
		if v.seesMembers(n.org) {
			return &one{&teamNode{v, n}}
		}
	case *organization:
		return &one{&organizationNode{v, n}}
	case *user:
		return v.actorNode(n)
	}
	return nil
}

func unresolved(format string, a ...any) *problem {
	return &problem{kind: "NOT_FOUND", message: fmt.Sprintf(format, a...)}
}

func unresolvedNode(id graphql.ID) *problem {
	return unresolved("Could not resolve to a node with the global id of '%s'.", id)
}
