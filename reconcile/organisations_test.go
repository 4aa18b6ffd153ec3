package reconcile_test

// organisations is what most tests start from: acme has the app and an upgrade
// with children of every sort, partner has the app too, away does not.
const organisations = `
app: {id: 4711, slug: upkeep}
people: [stranger, "helper[bot]"]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ada, ben, cleo, dora, tim, rita]
    teams:
      - {slug: arbi-bom, members: [ben], teams: [{slug: arbi-night, members: [dora]}]}
      - {slug: platform, members: [ada]}
      - {slug: data, members: [cleo]}
    repositories:
      - name: .github
        files:
          upkeep.yml: |
            mode: active
            boards: {maintenance: 1}
            aliases:
              arbi-bom: {team: arbi-bom, service: Owner deploys and monitors, other: Owner offers advice}
            teams: {platform: Platform}
            repositories:
              lib: {owner: data}
            upgrades:
              - {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}
      - name: roadmap
        people: {ben: write, stranger: read}
        issues:
          - title: Django
            author: ben
            line_ends: crlf
            body: |
              Words of people.

              ### Runbook

              - [x] Create a roadmap issue
              - [ ] Create an issue in each impacted repository, and add it to the board, such as acme/shop#2
              - [ ] Send an announcement of the upgrade

              ### Children

              - [ ] acme/shop#1
              - [ ] https://github.com/acme/lib/issues/1
              - [ ] partner/tool#1
              - [ ] away/stone#1
          - {title: Python, author: ben, body: "- [ ] acme/shop#1"}
          - {title: Ordinary, author: ben, body: "- [ ] acme/shop#2"}
      - name: shop
        people: {ada: write, tim: triage, rita: read, "helper[bot]": write}
        teams: {arbi-bom: read}
        files:
          catalog-info.yaml: |
            kind: Component
            spec: {type: service, owner: "group:platform"}
        issues:
          - {title: Upgrade, author: ben, body: Please.}
          - {title: Not ours, author: ben, body: x}
      - name: lib
        people: {ben: write}
        files:
          catalog-info.yaml: |
            kind: Component
            spec: {type: library}
        issues:
          - {title: Upgrade, author: ben, body: Please.}
    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django 5.2, Python 3.12]
          Source: [arbi-bom]
          Owner: [Platform, data]
          Owner Does:
            - TBD
            - Owner does everything
            - Owner reviews, merges, deploys, and monitors
            - Owner reviews and merges
            - Owner deploys and monitors
            - Owner reviews
            - Owner offers advice
  - login: partner
    installed: true
    owners: [paula]
    repositories:
      - name: tool
        people: {ben: write}
        issues:
          - {title: Upgrade, author: paula, body: Please.}
  - login: away
    owners: [will]
    repositories:
      - name: stone
        people: {ben: write}
        issues:
          - {title: Upgrade, author: will, body: Please.}
`
