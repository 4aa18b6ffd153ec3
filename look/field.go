package look

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// The words that fields and columns go by, the usual one first.
var (
	statusWords     = [...]string{"status", "state", "stage"}
	projectWords    = [...]string{"project", "upgrade", "upgrade-project", "initiative", "epic", "campaign"}
	sourceWords     = [...]string{"source", "orchestration-team", "orchestration", "orchestrator", "implementing-team", "requested-by"}
	ownerWords      = [...]string{"owner", "owning-team", "repo-owner", "owner-team", "team", "squad", "maintainer"}
	ownerDoesWords  = [...]string{"owner-does", "service-level", "upgrade-service-level", "owner-level", "level", "involvement"}
	undecidedWords  = [...]string{"tbd", "to-be-decided", "to-be-determined", "undecided", "unknown", "not-chosen", "none-yet"}
	todoWords       = [...]string{"todo", "to-do", "backlog", "not-started", "new", "open", "triage", "ready", "planned"}
	inProgressWords = [...]string{"in-progress", "doing", "in-development", "started", "wip", "active", "working"}
	doneWords       = [...]string{"done", "complete", "completed", "closed", "finished", "shipped", "merged"}
	authorWords     = [...]string{"author-team-review", "changes-requested", "author-review", "waiting-on-author"}
	reviewWords     = [...]string{"owner-review", "in-review", "review", "needs-review", "under-review", "code-review"}
	approvedWords   = [...]string{"approved", "ready-to-merge", "accepted"}
	blockedWords    = [...]string{"blocked", "on-hold", "waiting", "stuck"}
	notPlannedWords = [...]string{"not-planned", "won-t-do", "wont-do", "won-t-fix", "cancelled", "canceled", "declined", "not-needed"}
)

// roles finds which fields of a board are taken for what. A field is taken once.
type roles struct {
	free []upgrade.Field
}

func nameOf(f upgrade.Field) string { return f.Name }

// take finds the field that is most like the words, of those that can hold such values.
func (r *roles) take(words []string, types ...upgrade.FieldType) upgrade.Field {
	var fit []upgrade.Field
	for _, f := range r.free {
		if slices.Contains(types, f.Type) && plain(f.Name) {
			fit = append(fit, f)
		}
	}
	found, ok := likest(fit, nameOf, words...)
	if !ok {
		return upgrade.Field{}
	}
	r.drop(found)
	return found
}

func (r *roles) drop(field upgrade.Field) {
	r.free = slices.DeleteFunc(slices.Clone(r.free), func(f upgrade.Field) bool { return strings.EqualFold(f.Name, field.Name) })
}

// takeLevels finds the field whose options are the usual levels, whatever it is called.
func (r *roles) takeLevels() upgrade.Field {
	for _, f := range r.free {
		known := 0
		for _, option := range f.Options {
			if usualLevel(option.Name) {
				known++
			}
		}
		if known >= 2 && plain(f.Name) {
			r.drop(f)
			return f
		}
	}
	return upgrade.Field{}
}

// fieldsOf finds what the fields of a Maintenance board are called; those that
// are not there are empty.
func fieldsOf(board upgrade.Board) upgrade.FieldNames {
	const single, text = upgrade.FieldSingleSelect, upgrade.FieldText
	r := &roles{free: board.Fields}
	names := upgrade.FieldNames{Status: r.take(statusWords[:], single).Name}
	if names.OwnerDoes = r.takeLevels().Name; names.OwnerDoes == "" {
		names.OwnerDoes = r.take(ownerDoesWords[:], single).Name
	}
	names.Project = r.take(projectWords[:], single, text).Name
	names.Source = r.take(sourceWords[:], single, text).Name
	names.Owner = r.take(ownerWords[:], single, text).Name
	return names
}

// statusesOf finds what the columns are called; those that are not there are
// empty. A column is taken once.
func statusesOf(status upgrade.Field) upgrade.StatusNames {
	free := slices.Clone(status.Options)
	take := func(words []string) string {
		found, ok := likest(free, func(o upgrade.Option) string { return o.Name }, words...)
		if !ok || !plain(found.Name) {
			return ""
		}
		free = slices.DeleteFunc(free, func(o upgrade.Option) bool { return strings.EqualFold(o.Name, found.Name) })
		return found.Name
	}
	return upgrade.StatusNames{
		Done: take(doneWords[:]), Todo: take(todoWords[:]), InProgress: take(inProgressWords[:]),
		AuthorReview: take(authorWords[:]), OwnerReview: take(reviewWords[:]), Approved: take(approvedWords[:]),
		NotPlanned: take(notPlannedWords[:]), Blocked: take(blockedWords[:]),
	}
}

// levelsOf are the options of the field with the levels, without the one for
// "not chosen yet".
func levelsOf(field upgrade.Field) (levels []string, undecided string) {
	if found, ok := likest(field.Options, func(o upgrade.Option) string { return o.Name }, undecidedWords[:]...); ok && plain(found.Name) {
		undecided = found.Name
	}
	seen := map[string]bool{upgrade.Slug(undecided): true}
	for _, option := range field.Options {
		if slug := upgrade.Slug(option.Name); plain(option.Name) && !seen[slug] {
			seen[slug] = true
			levels = append(levels, option.Name)
		}
	}
	return levels, undecided
}
