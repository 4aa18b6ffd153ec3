package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// maxBoard is the highest board number taken for one.
const maxBoard = 1_000_000

var (
	boardURL = regexp.MustCompile(`^https?://[^/]+/(?:orgs|users)/([A-Za-z0-9-]+)/projects/([0-9]{1,7})(?:[/?#].*)?$`)
	login    = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$`)
)

// maintenance is the settings of the Maintenance board, or its number alone.
func (r *reader) maintenance(s setting) upgrade.BoardPolicy {
	b, set := r.board(s, "setup", "close_on_done", "fields", "statuses", "rules", "facts")
	b.SetUp = r.oneOf(set["setup"], "instructions", "write") == "write"
	b.CloseOnDone = r.oneOf(set["close_on_done"], "false", "true") == "true"
	b.Fields, b.Statuses = r.fields(set["fields"]), r.statuses(set["statuses"])
	b.Rules = r.rules(set["rules"], b.Statuses)
	names := b.Fields
	b.Facts = r.facts(set["facts"], upgrade.FactsOfChildren(), names.Status, names.Project, names.Source, names.Owner, names.OwnerDoes)
	return b
}

// roadmap is the settings of the Roadmap board, or its number alone.
func (r *reader) roadmap(s setting) upgrade.BoardPolicy {
	b, set := r.board(s, "facts", "defaults")
	b.Facts = r.facts(set["facts"], upgrade.FactsOfUpgrades())
	for _, e := range r.entries(set["defaults"]) {
		field := r.text(e.key)
		if slices.ContainsFunc(b.Facts, func(f upgrade.FieldFact) bool { return f.Field == field }) {
			r.wrong(e.key, "shows a fact already, so it needs no default")
		}
		b.Defaults = append(b.Defaults, upgrade.FieldDefault{Field: field, Value: r.needed(e.key, e.value)})
	}
	return b
}

// facts map fields to facts. Fields that are known otherwise can show no other fact.
func (r *reader) facts(s setting, known []upgrade.Fact, taken ...string) []upgrade.FieldFact {
	words := make([]string, len(known))
	for i, fact := range known {
		words[i] = string(fact)
	}
	var facts []upgrade.FieldFact
	for _, e := range r.entries(s) {
		field := r.text(e.key)
		if field != "" && slices.Contains(taken, field) {
			r.wrong(e.key, "is one of the fields that have their value already")
		}
		facts = append(facts, upgrade.FieldFact{Field: field, Fact: upgrade.Fact(r.oneOf(e.value, words...))})
	}
	return facts
}

// board is the owner and number of a board, and those of its other keys that are set.
func (r *reader) board(s setting, keys ...string) (upgrade.BoardPolicy, map[string]setting) {
	if s.isText() {
		return upgrade.BoardPolicy{Number: r.boardNumber(s)}, nil
	}
	set := r.mapping(s, append(keys, "owner", "number")...)
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
			owner := ""
			if !strings.EqualFold(found[1], r.org) {
				owner = ", and owner: " + found[1]
			}
			r.wrong(s, "must be the board's number, not its address: write number: %s%s", found[2], owner)
			return 0
		}
	}
	return r.number(s, 1, maxBoard)
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
	r.wrong(s, "%q is not the name of an organisation", short(text))
	return ""
}

func (r *reader) fields(s setting) upgrade.FieldNames {
	set := r.mapping(s, "status", "project", "source", "owner", "owner_does")
	names := upgrade.FieldNames{
		Status:    r.name(set["status"], "Status"),
		Project:   r.name(set["project"], "Project"),
		Source:    r.name(set["source"], "Source"),
		Owner:     r.name(set["owner"], "Owner"),
		OwnerDoes: r.name(set["owner_does"], "Owner Does"),
	}
	r.distinct(s, names.Status, names.Project, names.Source, names.Owner, names.OwnerDoes)
	return names
}

func (r *reader) statuses(s setting) upgrade.StatusNames {
	set := r.mapping(s, upgrade.StatusKeys()...)
	names := upgrade.StatusNames{
		Todo:         r.name(set[upgrade.StatusTodo], "Todo"),
		InProgress:   r.name(set[upgrade.StatusInProgress], "In Progress"),
		Done:         r.name(set[upgrade.StatusDone], "Done"),
		AuthorReview: r.text(set[upgrade.StatusAuthorReview]),
		OwnerReview:  r.text(set[upgrade.StatusOwnerReview]),
		Approved:     r.text(set[upgrade.StatusApproved]),
		Blocked:      r.text(set[upgrade.StatusBlocked]),
	}
	names.NotPlanned = r.name(set[upgrade.StatusNotPlanned], names.Done)
	r.distinct(s, names.Todo, names.InProgress, names.Done)
	return names
}

// name is a text with a default.
func (r *reader) name(s setting, otherwise string) string {
	if s.node == nil {
		return otherwise
	}
	return r.text(s)
}

// distinct wants names that differ by more than letter case, as those of
// fields and options on GitHub do.
func (r *reader) distinct(s setting, names ...string) {
	seen := make(map[string]bool)
	for _, name := range names {
		folded := strings.ToLower(name)
		if name != "" && seen[folded] {
			r.wrong(s, "%q stands for two of them", short(name))
		}
		seen[folded] = true
	}
}
