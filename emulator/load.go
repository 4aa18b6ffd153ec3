package emulator

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// Load adds what a YAML file describes, silently: it sends no webhooks. Unknown
// keys, aliases and names that nothing stands for are errors, which say where;
// after one the Emulator is not to be used. Several files may be loaded one
// after the other, what Dump wrote first; the app is described at most once, and
// is called upkeep when no file does. Where a file says "app: false" there is
// none until one is registered on the site. A file has at most 128 MB.
//
// This is what a file written by hand needs. The whole format, which has all
// that Dump writes, is in docs/emulator-files.md, and an example of everything in
// testdata/orgs/everything.yaml.
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
	f, err := readFile(text)
	if err != nil {
		return fmt.Errorf("read organisations: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &loader{Emulator: e, at: e.now(), commits: map[string]*commit{}}
	if !f.Time.IsZero() {
		l.at = f.Time.UTC()
	}
	e.ids.loading = true
	defer func() { e.ids.loading = false }()
	if err := l.load(f); err != nil {
		return fmt.Errorf("load organisations: %w", err)
	}
	if f.Chaos != nil {
		e.setChaos(*f.Chaos)
	}
	return nil
}

// loader carries one Load.
type loader struct {
	*Emulator
	at      time.Time          // what times are that the file leaves out
	commits map[string]*commit // of this file, by hash
	// later is done when all objects are there, and last when all are linked.
	later, last []func() error
	// apps are where the app belongs, once it is there.
	apps []**app
}

func (l *loader) load(f file) error {
	if err := l.begin(f.IDs); err != nil {
		return err
	}
	if err := l.settings(f); err != nil {
		return err
	}
	if _, err := l.persons(f.People); err != nil {
		return fmt.Errorf("people: %w", err)
	}
	for _, each := range f.Organizations {
		if err := l.organization(each.of); err != nil {
			return each.wrong(err, "organization %s", each.of.Login)
		}
	}
	if err := l.loadApp(f); err != nil {
		return err
	}
	if l.app == nil && len(l.apps) > 0 {
		return errors.New("app: something was done with it, but there is none; describe it")
	}
	for _, done := range l.apps {
		*done = l.app
	}
	for _, link := range slices.Concat(l.later, l.last) {
		if err := link(); err != nil {
			return err
		}
	}
	l.rewind(f.IDs)
	return nil
}

// settings are those of the whole GitHub. What Options say goes before.
func (l *loader) settings(f file) error {
	if f.ItemLimit < 0 {
		return fmt.Errorf("item_limit is not below 0, but %d", f.ItemLimit)
	}
	if l.options.ItemLimit == 0 {
		l.options.ItemLimit = f.ItemLimit
	}
	if f.Limits == "" {
		return nil
	}
	mode, err := ratelimit.ParseMode(f.Limits)
	if err != nil {
		return fmt.Errorf("limits: %w", err)
	}
	if l.options.Limits == ratelimit.Off {
		l.limits.SetMode(mode)
	}
	return nil
}

// when is a time of the file, or what stands for one that is left out.
func (l *loader) when(t, other time.Time) time.Time {
	if t.IsZero() {
		return other
	}
	return t.UTC()
}

// byApp notes where the app belongs if something was done with it.
func (l *loader) byApp(is bool, place **app) {
	if is {
		l.apps = append(l.apps, place)
	}
}

func either(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
