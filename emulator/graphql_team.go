package emulator

import (
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// teamNode resolves Team.
type teamNode struct {
	v *view
	t *team
}

// ToTeam is asked by the library.
func (o *one) ToTeam() (*teamNode, bool) { return as[*teamNode](o) }

func (n *teamNode) ID() graphql.ID                  { return graphID(n.t.nodeID) }
func (n *teamNode) DatabaseID() *int32              { return smallID(n.t.id) }
func (n *teamNode) Slug() string                    { return n.t.slug }
func (n *teamNode) CombinedSlug() string            { return n.t.org.login + "/" + n.t.slug }
func (n *teamNode) Name() string                    { return n.t.name }
func (n *teamNode) Description() *string            { return nil }
func (n *teamNode) Privacy() string                 { return "VISIBLE" }
func (n *teamNode) CreatedAt() dateTime             { return dateTime{n.t.createdAt} }
func (n *teamNode) UpdatedAt() dateTime             { return dateTime{n.t.createdAt} }
func (n *teamNode) Organization() *organizationNode { return &organizationNode{n.v, n.t.org} }

// URL is the team's page.
func (n *teamNode) URL() textScalar {
	return textScalar(n.v.webURL("orgs/%s/teams/%s", n.t.org.login, n.t.slug))
}

// ParentTeam is null for a team that is below none.
func (n *teamNode) ParentTeam() *teamNode {
	if n.t.parent == nil {
		return nil
	}
	return &teamNode{n.v, n.t.parent}
}

// ChildTeams are those right below the team, or all below it.
func (n *teamNode) ChildTeams(ctx context.Context, args struct {
	paging
	ImmediateOnly bool
},
) (*connection[*teamNode], error) {
	below := n.t.children
	if !args.ImmediateOnly {
		below = n.t.descendants()
	}
	return n.v.teams(ctx, "childTeams", args.paging, below)
}

// descendants are all teams below a team, each in front of those below it.
func (t *team) descendants() []*team {
	var all []*team
	for _, child := range t.children {
		all = append(append(all, child), child.descendants()...)
	}
	return all
}

// Members are those of the team and of the teams below it, unless asked for
// the one or the other.
func (n *teamNode) Members(ctx context.Context, args struct {
	paging
	Membership string
	Role       *string
},
) (*connection[*userNode], error) {
	fitting := slices.DeleteFunc(n.t.everybody(), func(u *user) bool {
		own := contains(n.t.members, u)
		return args.Membership == "IMMEDIATE" && !own || args.Membership == "CHILD_TEAM" && own ||
			args.Role != nil && !sameFold(n.t.roleOf(u), *args.Role)
	})
	return n.v.users(ctx, "members", args.paging, fitting)
}

func (v *view) teams(ctx context.Context, name string, p paging, teams []*team) (*connection[*teamNode], error) {
	return connect(ctx, name, p, teams, func(t *team) string { return t.nodeID }, func(t *team) *teamNode { return &teamNode{v, t} })
}

// Team is a team by slug; null if there is none or the viewer may not see it.
func (n *organizationNode) Team(args struct{ Slug string }) *teamNode {
	t := n.o.team(args.Slug)
	if t == nil || !n.v.seesMembers(n.o) {
		return nil
	}
	return &teamNode{n.v, t}
}

// Teams are those that fit the query by name or slug, for viewers that may see them.
func (n *organizationNode) Teams(ctx context.Context, args struct {
	paging
	Query         *string
	RootTeamsOnly bool
},
) (*connection[*teamNode], error) {
	var found []*team
	for _, t := range n.o.teams {
		fits := args.Query == nil || strings.Contains(strings.ToLower(t.name+" "+t.slug), strings.ToLower(*args.Query))
		if n.v.seesMembers(n.o) && fits && (t.parent == nil || !args.RootTeamsOnly) {
			found = append(found, t)
		}
	}
	return n.v.teams(ctx, "teams", args.paging, found)
}

// MembersWithRole are all members, owners included, for viewers that may see them.
func (n *organizationNode) MembersWithRole(ctx context.Context, args paging) (*connection[*userNode], error) {
	var members []*user
	if n.v.seesMembers(n.o) {
		members = n.o.people()
	}
	return n.v.users(ctx, "membersWithRole", args, members)
}
