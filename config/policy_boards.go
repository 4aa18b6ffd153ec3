package config

import (
	"regexp"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// maxBoard is the highest board number taken for one.
const maxBoard = 1_000_000

var (
	boardURL = regexp.MustCompile(`^https?://[^/]+/(?:orgs|users)/([A-Za-z0-9-]+)/projects/([0-9]{1,7})(?:[/?#].*)?$`)
	login    = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$`)
)

// board is a board's settings, or its number alone.
func (r *reader) board(s setting) upgrade.BoardPolicy {
	if s.isText() {
		number := r.boardNumber(s)
		s.node = nil
		return upgrade.BoardPolicy{Number: number, Fields: r.fields(s), Statuses: r.statuses(s)}
	}
	set := r.mapping(s, "owner", "number", "setup", "fields", "statuses")
	b := upgrade.BoardPolicy{
		Owner:    r.account(set["owner"]),
		SetUp:    r.oneOf(set["setup"], "instructions", "write") == "write",
		Fields:   r.fields(set["fields"]),
		Statuses: r.statuses(set["statuses"]),
	}
	switch {
	case set["number"].node != nil:
		b.Number = r.boardNumber(set["number"])
	case s.isSet():
		r.needed(s, set["number"])
	}
	return b
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
	set := r.mapping(s, "todo", "in_progress", "done", "not_planned")
	names := upgrade.StatusNames{
		Todo:       r.name(set["todo"], "Todo"),
		InProgress: r.name(set["in_progress"], "In Progress"),
		Done:       r.name(set["done"], "Done"),
	}
	names.NotPlanned = r.name(set["not_planned"], names.Done)
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
