package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// AdoptionFacts is everything that decides whether an issue of no upgrade
// becomes a child because a person has put it on the Maintenance board with the
// name of an upgrade.
type AdoptionFacts struct {
	Policy Policy
	Board  Board
	Issue  Issue
	// Touches are what others last did to the issue's cards.
	Touches []Touch
	// Adopters are the upgrades of the installation whose policy names the board.
	Adopters []Adopter
	// Laid are the settings of the roadmap issues.
	Laid map[NodeID]Settings
	// Installation is the one whose policy names the board.
	Installation int64
}

// Hands is as ChildFacts.Hands: the one touch, if it names an upgrade.
func (f AdoptionFacts) Hands() []Hand {
	if hand, found := f.hand(); found {
		return []Hand{hand}
	}
	return nil
}

// hand is the person's hand that names an upgrade. One that is older than what
// people have laid down about the issue there says nothing any more.
func (f AdoptionFacts) hand() (Hand, bool) {
	field, there := f.Board.Field(f.Policy.Maintenance.Fields.Project)
	now := newCard(f.Board, f.Issue.Items, nil).item.Value(field.ID)
	to, named := adopter(f.Adopters, now.Text)
	at := handOn(f.Touches, f.Board.ID, now, now.UpdatedAt)
	if !there || !named || at < 0 || f.Touches[at].By.Bot {
		return Hand{}, false
	}
	for _, set := range added(to, f.Issue.IssueState) {
		if laid := f.Laid[to.Roadmap][set.Setting.Name]; laid.Value != "" && !laid.At.Before(f.Touches[at].At) {
			return Hand{}, false
		}
	}
	return Hand{Touch: at, Command: command.Add, To: to}, true
}

// DecideAdoption adds the issue to the upgrade that its card names, if the
// person may: the roadmap issue's own run makes it a child then.
func DecideAdoption(f AdoptionFacts) Plan {
	hand, found := f.hand()
	if !found || f.Touches[hand.Touch].May != Yes {
		return Plan{Why: "not ours"}
	}
	var actions []Action
	for _, set := range added(hand.To, f.Issue.IssueState) {
		if strings.HasPrefix(set.Setting.Name, SettingRemove) && f.Laid[hand.To.Roadmap].Value(set.Setting.Name) == "" {
			continue
		}
		set.Setting.By, set.Setting.At = f.Touches[hand.Touch].By, f.Touches[hand.Touch].At
		actions = append(actions, TakeUp{Set: set, Ref: f.Issue.Ref, Field: f.Policy.Maintenance.Fields.Project})
	}
	return Plan{Actions: append(actions, Wake{Trigger: Trigger{
		Key: IssueKey(hand.To.Roadmap), Installation: f.Installation, Reason: "a card of its board names it",
	}})}
}
