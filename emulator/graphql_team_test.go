package emulator

import "testing"

const teamWorld = `
people: [guest]
organizations:
  - login: acme
    owners: [olga]
    members: [anna, ben]
    teams:
      - slug: all
        name: Everybody
        teams:
          - {slug: platform, members: [anna], maintainers: [ben], teams: [{slug: deep, members: [olga]}]}
`

func TestTeamsByGraphQL(t *testing.T) {
	t.Parallel()
	e := New(t, teamWorld)
	const document = `query($slug: String!) { organization(login: "acme") {
		membersWithRole(first: 10) { totalCount nodes { login } }
		teams(first: 10, query: "a") { nodes { slug } }
		roots: teams(first: 10, rootTeamsOnly: true) { nodes { combinedSlug } }
		team(slug: $slug) {
			name privacy url parentTeam { slug }
			childTeams(first: 10) { nodes { slug } } below: childTeams(first: 10, immediateOnly: false) { totalCount }
			members(first: 10) { nodes { login } }
			own: members(first: 10, membership: IMMEDIATE) { nodes { login } }
			of: members(first: 10, membership: CHILD_TEAM) { nodes { login } }
			maintainers: members(first: 10, role: MAINTAINER) { nodes { login } }
		} } }`
	wantJSON(t, e.ask(t, "user:anna", document, vars{"slug": "Platform"}), `{"data": {"organization": {
		"membersWithRole": {"totalCount": 3, "nodes": [{"login": "olga"}, {"login": "anna"}, {"login": "ben"}]},
		"teams": {"nodes": [{"slug": "all"}, {"slug": "platform"}]}, "roots": {"nodes": [{"combinedSlug": "acme/all"}]},
		"team": {
			"name": "platform", "privacy": "VISIBLE", "url": "https://github.com/orgs/acme/teams/platform", "parentTeam": {"slug": "all"},
			"childTeams": {"nodes": [{"slug": "deep"}]}, "below": {"totalCount": 1},
			"members": {"nodes": [{"login": "olga"}, {"login": "anna"}, {"login": "ben"}]},
			"own": {"nodes": [{"login": "anna"}, {"login": "ben"}]}, "of": {"nodes": [{"login": "olga"}]},
			"maintainers": {"nodes": [{"login": "olga"}, {"login": "ben"}]}
		}}}}`)
	wantJSON(t, e.ask(t, "user:guest", document, vars{"slug": "platform"}), `{"data": {"organization": {
		"membersWithRole": {"totalCount": 0, "nodes": []}, "teams": {"nodes": []}, "roots": {"nodes": []}, "team": null}}}`)
	byID := vars{"id": e.findOrganization("acme").team("all").nodeID}
	const node = `query($id: ID!) { node(id: $id) { ... on Team { slug below: childTeams(first: 10, immediateOnly: false) { nodes { slug } } } } }`
	wantJSON(t, e.ask(t, "user:anna", node, byID), `{"data": {"node": {"slug": "all", "below": {"nodes": [{"slug": "platform"}, {"slug": "deep"}]}}}}`)
}
