package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// Load adds what a YAML file describes, silently: it sends no webhooks. Unknown
// keys and names that nothing stands for are errors; after one the Emulator is
// not to be used. Several files may be loaded one after the other; the app is
// described at most once, and is called upkeep when no file does. Where a file
// says "app: false" there is none until one is registered on the site.
//
//	limits: github                # or off or strict; see Options.Limits, which goes before
//	app:                          # all optional
//	  id: 4711
//	  slug: upkeep                # its bot is "upkeep[bot]"
//	  name: Upkeep
//	  owner: acme                 # the first organisation if absent
//	  key: |                      # PEM, private or public; see Options.AppKey
//	  permissions: {issues: write}
//	  events: [issues, push]
//	  tokens: long                # or classic (40 characters), or mixed
//	  callbacks: [http://localhost:8080/auth]   # where sign-in may lead back to
//	  setup_url: http://localhost:8080/setup    # where an installation leads
//	chaos: storm,lost=0           # what goes wrong; also a mapping: {preset: storm, lost: 0}; see chaos.Parse
//	people: [passer-by, "other[bot]"]   # of no organisation; a bot by its login
//	organizations:
//	  - login: acme
//	    name: Acme
//	    installed: true           # or false, or a list of repositories, or a mapping:
//	    # {repositories: [shop], permissions: {issues: read}, events: [issues], suspended: true}; each may be absent
//	    owners: [olga]            # login, or {login: olga, name: Olga}
//	    members: [anna, ben]
//	    teams:
//	      - slug: platform
//	        name: Platform
//	        members: [anna]
//	        maintainers: []
//	        teams: []             # child teams
//	    repositories:
//	      - name: shop
//	        description: The shop
//	        private: false
//	        archived: false
//	        no_issues: false      # issues are disabled
//	        default_branch: main
//	        people: {ben: triage} # read, triage, write, maintain or admin
//	        teams: {platform: write}
//	        files:
//	          README.md: |
//	            # Shop
//	        labels: [bug]
//	        issues:               # pull requests too, in one number space
//	          - number: 12        # the next free one if absent; must rise
//	            title: Upgrade
//	            author: anna      # an owner if absent
//	            body: |
//	              - [ ] #13
//	            line_ends: crlf   # lf if absent
//	            opened: 2026-01-31T09:00:00Z   # now if absent
//	            closed: completed # or not_planned or duplicate; open if absent
//	            locked: false
//	            labels: [bug]
//	            assignees: [ben]
//	            sub_issues: ["#13", "cart#1", "other/repo#1"]
//	            comments:
//	              - {author: ben, body: Soon., at: 2026-02-01T09:00:00Z}
//	            pull: {closes: ["#1"], draft: false, merged: false}   # makes it a pull request
//	    boards:
//	      - number: 1
//	        title: Maintenance
//	        public: true
//	        fields:               # Title, Assignees, Labels and Repository are there anyway
//	          Status: [Todo, {name: Done, color: GREEN, description: Finished}]
//	          Notes: text         # or number or date
//	        workflows: {Item closed: true} # automations by GitHub's names, off if absent
//	        items:
//	          - {issue: "shop#12", Status: Todo, Notes: First}
//	          - {issue: "shop#13", archived: true}
func (e *Emulator) Load(text []byte) error {
	var f file
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read organisations: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &loader{Emulator: e, at: e.now()}
	if err := l.load(f); err != nil {
		return fmt.Errorf("load organisations: %w", err)
	}
	if f.Chaos != nil {
		e.setChaos(*f.Chaos)
	}
	return nil
}

// loader carries one Load. What refers to other objects waits in later until
// all objects are there.
type loader struct {
	*Emulator
	at    time.Time
	later []func() error
}

func (l *loader) load(f file) error {
	if err := l.loadLimits(f.Limits); err != nil {
		return err
	}
	for _, p := range f.People {
		l.person(p)
	}
	for _, of := range f.Organizations {
		if err := l.organization(of); err != nil {
			return fmt.Errorf("organization %s: %w", of.Login, err)
		}
	}
	if err := l.loadApp(f); err != nil {
		return err
	}
	for _, link := range l.later {
		if err := link(); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) loadLimits(text string) error {
	if text == "" {
		return nil
	}
	mode, err := ratelimit.ParseMode(text)
	if err == nil && l.options.Limits == ratelimit.Off {
		l.limits.SetMode(mode)
	}
	return err
}

func either(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
