package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

var (
	boardURL = regexp.MustCompile(`^https?://[^/]+/(?:orgs|users)/([A-Za-z0-9-]+)/projects/([0-9]{1,7})(?:[/?#].*)?$`)
	login    = regexp.MustCompile(`^` + accountPattern + `$`)
)

// maintenance is the settings of the Maintenance board, or its number alone.
func (r *reader) maintenance(s setting) upgrade.BoardPolicy {
	b, set := r.board(s)
	b.SetUp = r.oneOf(set["setup"]) == "write"
	b.CloseOnDone = r.oneOf(set["close_on_done"]) == "true"
	b.Fields, b.Statuses = r.fields(set["fields"]), r.statuses(set["statuses"])
	b.Rules = r.rules(set["rules"], b.Statuses)
	names := b.Fields
	b.Facts = r.facts(set["facts"], names.Status, names.Project, names.Source, names.Owner, names.OwnerDoes)
	return b
}

// roadmap is the settings of the Roadmap board, or its number alone.
func (r *reader) roadmap(s setting) upgrade.BoardPolicy {
	b, set := r.board(s)
	b.Facts = r.facts(set["facts"])
	for _, e := range r.entries(set["defaults"]) {
		field := r.text(e.key)
		if slices.ContainsFunc(b.Facts, func(f upgrade.FieldFact) bool { return f.Field == field }) {
			r.wrong(e.key, "take it out here, or under facts", "shows a fact already, so it needs no default")
		}
		b.Defaults = append(b.Defaults, upgrade.FieldDefault{Field: field, Value: r.needed(e.key, e.value)})
	}
	return b
}

// facts map fields to facts. Fields that are known otherwise can show no other fact.
func (r *reader) facts(s setting, taken ...string) []upgrade.FieldFact {
	var facts []upgrade.FieldFact
	for _, e := range r.entries(s) {
		field := r.text(e.key)
		if field != "" && slices.Contains(taken, field) {
			r.wrong(e.key, "take it out, or name another field of the board", "is one of the fields that have their value already")
		}
		facts = append(facts, upgrade.FieldFact{Field: field, Fact: upgrade.Fact(r.oneOf(e.value))})
	}
	return facts
}

// board is the owner and number of a board, and its other keys.
func (r *reader) board(s setting) (upgrade.BoardPolicy, map[string]setting) {
	if s.isText() {
		return upgrade.BoardPolicy{Number: r.boardNumber(s.alone())}, r.mapping(setting{path: s.path, spec: s.spec})
	}
	set := r.mapping(s)
	b := upgrade.BoardPolicy{Owner: r.account(set["owner"])}
	switch {
	case set["number"].node != nil:
		b.Number = r.boardNumber(set["number"])
	case s.isSet():
		r.needed(s, set["number"])
	}
	return b, set
}

func (r *reader) boardNumber(s setting) int {
	if s.isText() {
		if found := boardURL.FindStringSubmatch(strings.TrimSpace(s.node.Value)); found != nil {
			mend := "write " + s.keyed(found[2])
			if !strings.EqualFold(found[1], r.org) {
				mend = fmt.Sprintf("write number: %s, and owner: %s", found[2], found[1])
			}
			r.wrong(s, mend, "must be the board's number, not its address")
			return 0
		}
	}
	return r.number(s)
}

// account is an organisation's or a user's login.
func (r *reader) account(s setting) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	if name := strings.TrimPrefix(text, "@"); login.MatchString(name) {
		return name
	}
	r.wrong(s, s.writeExample(), "%q is not the name of an organisation, as in its address", short(text))
	return ""
}

func (r *reader) fields(s setting) upgrade.FieldNames {
	set := r.mapping(s)
	names := upgrade.FieldNames{
		Status:    r.text(set["status"]),
		Project:   r.text(set["project"]),
		Source:    r.text(set["source"]),
		Owner:     r.text(set["owner"]),
		OwnerDoes: r.text(set["owner_does"]),
	}
	r.distinct(s, names.Status, names.Project, names.Source, names.Owner, names.OwnerDoes)
	return names
}

func (r *reader) statuses(s setting) upgrade.StatusNames {
	set := r.mapping(s)
	names := upgrade.StatusNames{
		Todo:         r.text(set[upgrade.StatusTodo]),
		InProgress:   r.text(set[upgrade.StatusInProgress]),
		Done:         r.text(set[upgrade.StatusDone]),
		AuthorReview: r.text(set[upgrade.StatusAuthorReview]),
		OwnerReview:  r.text(set[upgrade.StatusOwnerReview]),
		Approved:     r.text(set[upgrade.StatusApproved]),
		Blocked:      r.text(set[upgrade.StatusBlocked]),
		NotPlanned:   r.text(set[upgrade.StatusNotPlanned]),
	}
	if set[upgrade.StatusNotPlanned].node == nil {
		names.NotPlanned = names.Done
	}
	r.distinct(s, names.Todo, names.InProgress, names.Done)
	return names
}

// distinct wants names that differ by more than letter case, as those of
// fields and options on GitHub do.
func (r *reader) distinct(s setting, names ...string) {
	seen := make(map[string]bool)
	for _, name := range names {
		folded := strings.ToLower(name)
		if name != "" && seen[folded] {
			r.wrong(s, "give each a name of its own, as on the board", "%q stands for two of them", short(name))
		}
		seen[folded] = true
	}
}
