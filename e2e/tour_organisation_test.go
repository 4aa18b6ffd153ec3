//go:build services

package e2e_test

// tourOrganisation has an issue that lists three others, which is to become
// the roadmap issue of an upgrade. nina is one of the people of the policy, ada's team owns the
// three repositories, and sam-stranger has no business here.
const tourOrganisation = `
app: {id: ` + appID + `, slug: upkeep, name: Upkeep}
people: [sam-stranger]
organizations:
  - login: openlearn
    name: Open Learn
    installed: true
    owners: [{login: olga}]
    members: [ada, nina]
    teams:
      - {slug: arbi-bom, name: Arbi-BOM, members: [nina]}
      - {slug: team-aperture, name: Aperture, members: [ada]}
    boards:
      - number: 51
        title: Maintenance
        public: true
        fields:
          Status: [Todo, In Progress, Owner Review, Done]
          Project: [Node 24]
          Source: [arbi-bom]
          Owner: [team-aperture]
          Owner Does:
            - TBD
            - Owner does everything
            - Owner reviews, merges, deploys, and monitors
            - Owner reviews and merges
            - Owner deploys and monitors
            - Owner reviews
            - Owner offers advice
    repositories:
      - name: .github
        teams: {arbi-bom: write}
        files:
          upkeep.yml: |
            mode: active
            boards:
              maintenance: {number: 51}
            people: [nina]
            roadmap_repositories: [roadmap]
      - name: roadmap
        teams: {arbi-bom: write}
        issues:
          - title: Run everything on Node 24
            author: nina
            body: |
              Node 20 gets no more fixes soon. These run on it:

              - [ ] openlearn/storefront#1
              - [ ] openlearn/search#1
              - [ ] openlearn/course-keys#1
      - name: storefront
        teams: {team-aperture: write, arbi-bom: write}
        files: {catalog-info.yaml: "spec: {type: service, owner: team-aperture}"}
        issues: [{title: Run the storefront on Node 24, author: nina, body: "Part of openlearn/roadmap#1."}]
      - name: search
        teams: {team-aperture: write, arbi-bom: write}
        files: {catalog-info.yaml: "spec: {type: service, owner: team-aperture}"}
        issues: [{title: Run the search on Node 24, author: nina, body: "Part of openlearn/roadmap#1."}]
      - name: course-keys
        teams: {team-aperture: write, arbi-bom: write}
        files: {catalog-info.yaml: "spec: {type: library, owner: team-aperture}"}
        issues: [{title: Test the course keys on Node 24, author: nina, body: "Part of openlearn/roadmap#1."}]
`
