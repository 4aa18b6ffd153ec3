package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// label looks for the label of maintenance work. GitHub takes no two labels that
// differ in letter case alone.
func (r *rules) label() sighting {
	label := say.Quote(r.terms.Label)
	if hasLabel(r.Issue.Labels, r.terms.Label) {
		return holds(say.LabelThere(label))
	}
	return misses(say.LabelMissing(label))
}

func hasLabel(labels []string, wanted string) bool {
	return slices.ContainsFunc(labels, func(label string) bool { return strings.EqualFold(label, wanted) })
}

// roadmapCard is the issue's card on the Roadmap board. Without one, the finding
// says why there is nothing to look at.
func (r *rules) roadmapCard() (*card, sighting) {
	board := say.Quote(boardName(r.Policy.Roadmap))
	switch {
	case r.Policy.Roadmap.Number == 0:
		return nil, beyond(say.NoRoadmapBoard())
	case r.Board.ID == "":
		return nil, unseen(say.BoardUnseen(board))
	}
	there := newCard(r.Board, r.Issue.Items, r.Bases)
	if there.item.ID == "" || there.archived {
		return nil, misses(say.CardMissing(board))
	}
	return there, sighting{}
}

func (r *rules) onRoadmapBoard() sighting {
	if _, missing := r.roadmapCard(); missing.truth != "" {
		return missing
	}
	return holds(say.CardThere(say.Quote(boardName(r.Policy.Roadmap))))
}

func (r *rules) roadmapFields() sighting {
	if len(r.terms.RoadmapFields) == 0 {
		return beyond(say.NoFieldsNamed())
	}
	there, missing := r.roadmapCard()
	if missing.truth != "" {
		return missing
	}
	var empty []string
	for _, name := range r.terms.RoadmapFields {
		if field, _ := r.Board.called(name); there.item.Value(field.ID).Text == "" {
			empty = append(empty, name)
		}
	}
	if len(empty) > 0 {
		return misses(say.FieldsEmpty(say.Quotes(empty)))
	}
	return holds(say.FieldsFilled(say.Quotes(r.terms.RoadmapFields)))
}

// milestone holds for a milestone on GitHub, and for a release that a command has named.
func (r *rules) milestone() sighting {
	switch {
	case r.Issue.Milestone != "":
		return holds(say.MilestoneIs(say.Quote(r.Issue.Milestone)))
	case r.Upgrade.NamedRelease != "":
		return holds(say.ReleaseIs(say.Quote(r.Upgrade.NamedRelease)))
	default:
		return misses(say.MilestoneMissing())
	}
}

func (r *rules) targetDate() sighting {
	because := say.Quote(r.Settings[SettingTargetDate].Because)
	switch date := r.Upgrade.TargetDate; {
	case date.IsZero():
		return misses(say.TargetMissing())
	case because.IsZero():
		return misses(say.TargetUnexplained(date))
	default:
		return holds(say.TargetIs(date, because))
	}
}

func (r *rules) team() sighting {
	if r.Upgrade.OrchestrationTeam == "" {
		return misses(say.TeamUnnamed())
	}
	return holds(say.TeamIs(say.Quote(r.Policy.TeamName(r.Upgrade.OrchestrationTeam))))
}

func link(address string) sighting {
	if address == "" {
		return misses(say.LinkMissing())
	}
	return holds(say.LinkIs(say.QuoteAddress(address)))
}

func (r *rules) notes() sighting {
	if r.Settings.Value(SettingNotesAcknowledged) == "" {
		return misses(say.NotesOpen())
	}
	return holds(say.NotesAcknowledged())
}

// closed holds as soon as the upgrade is finished: the closing comes last, and
// nothing is written on a closed roadmap issue.
func (r *rules) closed() sighting {
	if r.Upgrade.Ended == EndFinished {
		return holds(say.IssueCloses())
	}
	return misses(say.IssueOpen())
}
