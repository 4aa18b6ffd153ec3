//go:build services

package e2e_test

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// What the organisation of these tests is made of.
const (
	org         = "openlearn"
	maintenance = 51
	appID       = "1207"
	bot         = "upkeep[bot]"
	policyRepo  = org + "/.github"
	policyFile  = "upkeep.yml"
)

// roadmap is the upgrade's roadmap issue; ordinary is no business of the app.
func roadmap() upgrade.Ref  { return upgrade.Ref{Owner: org, Repo: "roadmap", Number: 1} }
func ordinary() upgrade.Ref { return upgrade.Ref{Owner: org, Repo: "roadmap", Number: 2} }

// child is the n-th child, counted from 1. Those with an odd number are of services.
func child(n int) upgrade.Ref {
	return upgrade.Ref{Owner: org, Repo: fmt.Sprintf("repo-%d", n), Number: 1}
}

// organisation describes an organisation with one upgrade of so many children,
// in plan mode, on a GitHub at the address.
func organisation(address string, children int) string {
	var y strings.Builder
	y.WriteString(`
app: {id: ` + appID + `, slug: upkeep, name: Upkeep}
people: [sam-stranger]
organizations:
  - login: openlearn
    name: Open Learn
    installed: true
    owners: [{login: olga}]
    members: [ada, ari]
    teams:
      - {slug: arbi-bom, name: Arbi-BOM, members: [ari]}
      - {slug: team-aperture, name: Aperture, members: [ada]}
    boards:
      - number: 51
        title: Maintenance
        public: true
        fields:
          Status: [Todo, In Progress, Owner Review, Done]
          Project: [Django 4.2, Django 5.2]
          Source: [arbi-bom]
          Owner: [team-aperture]
          Owner Does: [TBD, Owner does everything, "Owner reviews, merges, deploys, and monitors", Owner reviews and merges, Owner deploys and monitors, Owner reviews, Owner offers advice]
    repositories:
      - name: .github
        teams: {arbi-bom: write}
        files:
          upkeep.yml: |
            mode: plan
            boards:
              maintenance: {number: 51}
            aliases:
              arbi-bom: {team: arbi-bom, service: Owner deploys and monitors, other: Owner offers advice}
            upgrades:
              - {roadmap: openlearn/roadmap#1, name: Django 5.2, orchestration_team: arbi-bom}
      - name: roadmap
        teams: {arbi-bom: write}
        issues:
          - title: Django 5.2
            author: ari
            line_ends: crlf
            body: |
              ### Runbook — façade, 🦊

              - [x] Create a roadmap issue
              - [ ] Send an announcement of the upgrade, see openlearn/repo-1#1

              ### Children

`)
	const indent = "              "
	for n := 1; n <= children; n++ {
		y.WriteString(indent + line(address, n) + "\n")
	}
	y.WriteString(indent + "\n" + indent + "<!-- - [ ] openlearn/repo-1#1 -->\n" + indent + "```\n" + indent + "- [ ] openlearn/repo-1#1 is an example\n" + indent + "```\n")
	y.WriteString(`
          - title: A new look for the course outline
            author: ari
            line_ends: crlf
            body: |
              Not an upgrade at all.

              - [ ] openlearn/repo-1#1
`)
	for n := 1; n <= children; n++ {
		kind := "library"
		if n%2 == 1 {
			kind = "service"
		}
		fmt.Fprintf(&y, `
      - name: repo-%d
        teams: {team-aperture: write, arbi-bom: write}
        files:
          catalog-info.yaml: |
            apiVersion: backstage.io/v1alpha1
            kind: Component
            metadata: {name: repo-%[1]d}
            spec: {type: %s, owner: "group:team-aperture"}
        issues:
          - {title: Django 5.2 upgrade, author: ari, body: "Part of openlearn/roadmap#1."}
`, n, kind)
	}
	return y.String()
}

// line is the n-th child's line in the roadmap issue, in one of four forms.
func line(address string, n int) string {
	ref := child(n)
	url := fmt.Sprintf("%s/%s/%s/issues/%d", address, ref.Owner, ref.Repo, ref.Number)
	switch n % 4 {
	case 1:
		return "- [ ] " + ref.String()
	case 2:
		return "- [ ] " + url
	case 3:
		return fmt.Sprintf("- [ ] [the %d. one](%s)", n, url)
	default:
		return "- [ ] see " + url + "  "
	}
}
