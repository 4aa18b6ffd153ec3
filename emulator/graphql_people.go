package emulator

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// accountNode is what a person and a bot have in common.
type accountNode struct {
	v *view
	u *user
}

type (
	userNode struct{ accountNode }
	botNode  struct{ accountNode }
)

// actorNode is the author of something; null for nobody.
func (v *view) actorNode(u *user) *one {
	switch {
	case u == nil:
		return nil
	case u.bot:
		return &one{&botNode{accountNode{v, u}}}
	default:
		return &one{&userNode{accountNode{v, u}}}
	}
}

func (v *view) users(ctx context.Context, name string, p paging, users []*user) (*connection[*userNode], error) {
	return connect(ctx, name, p, users, func(u *user) string { return u.nodeID },
		func(u *user) *userNode { return &userNode{accountNode{v, u}} })
}

func (n accountNode) ID() graphql.ID      { return graphID(n.u.nodeID) }
func (n accountNode) DatabaseID() *int32  { return smallID(n.u.id) }
func (n accountNode) CreatedAt() dateTime { return dateTime{n.u.createdAt} }
func (n *userNode) Name() *string         { return stringOrNull(n.u.name) }

// Login of a viewer that is a bot keeps the suffix that Bot.login lacks.
func (n *userNode) Login() string { return n.u.login }

// Login is without the "[bot]" that REST has.
func (n *botNode) Login() string { return strings.TrimSuffix(n.u.login, "[bot]") }

// URL is a person's page.
func (n *userNode) URL() textScalar { return textScalar(n.v.webURL("%s", n.u.login)) }

// URL is the page of the app that the bot is of.
func (n *botNode) URL() textScalar { return textScalar(n.v.webURL("apps/%s", n.Login())) }

// organizationNode resolves Organization.
type organizationNode struct {
	v *view
	o *organization
}

func (n *organizationNode) ID() graphql.ID     { return graphID(n.o.nodeID) }
func (n *organizationNode) Login() string      { return n.o.login }
func (n *organizationNode) Name() *string      { return stringOrNull(n.o.name) }
func (n *organizationNode) DatabaseID() *int32 { return smallID(n.o.id) }
func (n *organizationNode) URL() textScalar    { return textScalar(n.v.webURL("%s", n.o.login)) }

// ProjectV2 is a board by number.
func (n *organizationNode) ProjectV2(args struct{ Number int32 }) (*boardNode, error) {
	if err := n.v.mayAskByToken("projectV2", n.o); err != nil {
		return nil, err
	}
	return n.v.boardNumbered(args.Number, n.o.boards)
}

// ProjectsV2 are the boards that the viewer may read, the newest first.
func (n *organizationNode) ProjectsV2(ctx context.Context, args boardsArgs) (*connection[*boardNode], error) {
	if err := n.v.mayAskByToken("projectsV2", n.o); err != nil {
		return nil, err
	}
	return n.v.boardNodes(ctx, args, n.o.boards)
}
