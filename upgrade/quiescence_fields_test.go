package upgrade_test

import (
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/upgrade"
)

// drawFacts maps facts to fields of all types, filled or not, derived before or not.
func drawFacts(t *rapid.T, f *upgrade.ChildFacts) {
	f.Board.Public = rapid.Bool().Draw(t, "public")
	f.Policy.Kinds = kinds()
	f.Issue.Labels = rapid.SliceOfN(rapid.SampledFrom([]string{"external", "follow-up", "other"}), 0, 2).Draw(t, "labels")
	if rapid.Bool().Draw(t, "target date") {
		f.Upgrade.TargetDate = at(0, 0).AddDate(0, 0, rapid.IntRange(-30, 30).Draw(t, "target"))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "blockers") {
		blocker := openState(upgrade.NodeID(rune('p'+i)), "lib", i+1)
		blocker.Closed, blocker.Repository.Private = rapid.Bool().Draw(t, "blocker closed"), rapid.Bool().Draw(t, "blocker private")
		f.Blockers = append(f.Blockers, blocker)
	}
	for _, fact := range upgrade.FactsOfChildren() {
		field := drawTyped(t, upgrade.NodeID("X"+upgrade.Slug(string(fact))), string(fact))
		mapFact(f, field, fact)
		text := drawValue(t, field.Type)
		if len(f.Issue.Items) > 0 && text != "" {
			f.Issue.Items[0].Values = append(f.Issue.Items[0].Values, upgrade.FieldValue{Field: field.ID, Text: text, UpdatedAt: minute().Draw(t, "set")})
		}
		for _, name := range []string{upgrade.FieldBase("B", field.ID), upgrade.SentBase(upgrade.FieldBase("B", field.ID))} {
			if base := rapid.SampledFrom([]string{"", upgrade.Nothing, drawValue(t, field.Type)}).Draw(t, "base"); base != "" {
				f.Bases[name] = base
			}
		}
	}
}

func drawTyped(t *rapid.T, id upgrade.NodeID, name string) upgrade.Field {
	field := typed(rapid.SampledFrom([]upgrade.FieldType{
		upgrade.FieldText, upgrade.FieldNumber, upgrade.FieldDate, upgrade.FieldSingleSelect, upgrade.FieldIteration, upgrade.FieldOther,
	}).Draw(t, "type"))
	field.ID, field.Name = id, name
	return field
}

// drawValue is what a card can hold in a field of a type, or nothing.
func drawValue(t *rapid.T, kind upgrade.FieldType) string {
	values := map[upgrade.FieldType][]string{
		upgrade.FieldText: {"2026-11-20", "yes", "openedx/lib#1", "what a person wrote"}, upgrade.FieldNumber: {"0", "50", "33.5"},
		upgrade.FieldDate: {"2026-11-20", "2026-12-24"}, upgrade.FieldSingleSelect: {"Yes", "No", "Willow"}, upgrade.FieldIteration: {"Sprint 1", "Willow", "gone"},
	}[kind]
	return rapid.SampledFrom(append(values, "")).Draw(t, "value")
}

// drawRoadmapBoard gives the upgrade a Roadmap board, with a card or without.
func drawRoadmapBoard(t *rapid.T, f *upgrade.RoadmapFacts) {
	f.Policy.Roadmap.Number = rapid.IntRange(0, 1).Draw(t, "Roadmap board") * 4
	f.Policy.Roadmap.Defaults = []upgrade.FieldDefault{{Field: "default", Value: rapid.SampledFrom([]string{"5", "Willow", "2026-12-24"}).Draw(t, "default")}}
	f.Board = upgrade.Board{ID: "BR", Owner: "openedx", Number: 4, Fields: []upgrade.Field{drawTyped(t, "X", "default")}}
	card := upgrade.Item{ID: "P4", Board: "BR", Archived: rapid.IntRange(0, 9).Draw(t, "archived") == 0}
	for _, fact := range upgrade.FactsOfUpgrades() {
		field := drawTyped(t, upgrade.NodeID("X"+upgrade.Slug(string(fact))), string(fact))
		f.Board.Fields = append(f.Board.Fields, field)
		f.Policy.Roadmap.Facts = append(f.Policy.Roadmap.Facts, upgrade.FieldFact{Field: field.Name, Fact: fact})
		if text := drawValue(t, field.Type); text != "" {
			card.Values = append(card.Values, upgrade.FieldValue{Field: field.ID, Text: text, UpdatedAt: minute().Draw(t, "set")})
		}
		if base := rapid.SampledFrom([]string{"", upgrade.Nothing, drawValue(t, field.Type)}).Draw(t, "base"); base != "" {
			f.Bases[upgrade.FieldBase("BR", field.ID)] = base
		}
	}
	if rapid.Bool().Draw(t, "card") {
		f.Issue.Items = []upgrade.Item{card}
	}
}
