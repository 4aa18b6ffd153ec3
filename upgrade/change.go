package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/description"
)

// Change is one thing that an action makes different, for a comparison that
// people read; Show is the action as one line. Texts come in full, as people or
// the app wrote them, and are not safe to print as they are.
type Change struct {
	// Object is what changes: an issue such as "acme/shop#1", a repository, or a
	// board such as "board acme/51".
	Object string `json:"object"`
	// What is the part of it: a field's name, "line 9", "comment", "reaction" …
	What string `json:"what"`
	// Is is what is there, as far as the action knows it, and ShouldBe what is to
	// be there; each is empty for nothing.
	Is       string `json:"is"`
	ShouldBe string `json:"should_be"`
	Why      string `json:"why"`
}

// Changes is what an action makes different on GitHub; none for bookkeeping.
func Changes(action Action) []Change {
	switch a := action.(type) {
	case PutItem:
		return a.changes()
	case AddField:
		return []Change{{boardObject(a.Board), fmt.Sprintf("field %q", a.Name), "", a.kind(), "the policy names it"}}
	case AddOptions:
		return []Change{{boardObject(a.Board), fmt.Sprintf("options of the field %q", a.Field.Name), "", strings.Join(a.Names, ", "), "upgrades under way need them"}}
	case FinishOptions:
		return []Change{{boardObject(a.Board), fmt.Sprintf("options of the field %q", a.Field.Name), "", "whole again", "a change of them was cut off"}}
	case AddView:
		return []Change{{boardObject(a.Board), fmt.Sprintf("view %q", a.Name), "", a.Filter, "an upgrade under way has none"}}
	case EditBody:
		return a.changes()
	case SaveComment:
		return []Change{{a.Ref.String(), "comment", a.Was, a.Text, a.Purpose}}
	case React:
		return []Change{{a.Ref.String(), fmt.Sprintf("reaction to comment %d", a.Comment), "", a.Content, a.Why}}
	case Unreact:
		return []Change{{a.Ref.String(), fmt.Sprintf("reaction to comment %s", a.Comment), a.Content, "", a.Why}}
	case Assign:
		return []Change{given(a.Remove, Change{Object: a.Ref.String(), What: "assignee", ShouldBe: a.User.Login, Why: "a command asks for it"})}
	case Depend:
		return []Change{given(a.Remove, Change{Object: a.Ref.String(), What: "blocked by", ShouldBe: a.On.Ref.String(), Why: "a command asks for it"})}
	case LinkSubIssue:
		return []Change{given(a.Remove, Change{Object: a.Ref.String(), What: "sub-issue", ShouldBe: a.Child.Ref.String(), Why: "the list of children"})}
	case SaveIssue:
		return a.changes()
	case SaveCheck:
		return []Change{{a.Repository.FullName(), "check " + a.Name, "", string(a.Conclusion), a.Title}}
	case CloseIssue:
		return []Change{{a.Ref.String(), "state", "open", "closed as " + string(a.Reason), a.Why}}
	case Administer:
		return a.changes()
	default:
		return nil
	}
}

// CompareObjects orders what changes: repositories by name, their issues by number.
func CompareObjects(a, b string) int {
	repositoryA, numberA := splitObject(a)
	repositoryB, numberB := splitObject(b)
	return cmp.Or(cmp.Compare(repositoryA, repositoryB), cmp.Compare(numberA, numberB), cmp.Compare(a, b))
}

func splitObject(object string) (string, int) {
	repository, number, _ := strings.Cut(object, "#")
	n, _ := strconv.Atoi(number) // 0 for a repository and a board
	return repository, n
}

func boardObject(b Board) string { return fmt.Sprintf("board %s/%d", b.Owner, b.Number) }

// given is a change that gives something, or one that takes it away.
func given(taken bool, c Change) Change {
	if taken {
		c.Is, c.ShouldBe = c.ShouldBe, ""
	}
	return c
}

func (a PutItem) changes() []Change {
	var all []Change
	if a.Item == "" {
		all = append(all, Change{a.Ref.String(), "card on " + boardObject(a.Board), "", "a card", "it is not on the board"})
	}
	for _, v := range a.Values {
		all = append(all, Change{a.Ref.String(), v.Field.Name, v.Was, v.Text, v.because()})
	}
	return all
}

func (a EditBody) changes() []Change {
	ref := a.Ref.String()
	var all []Change
	if a.Over != "" {
		all = append(all, Change{ref, "description", "", "what an edit of the app has overwritten, once more", "it was a person's"})
	}
	lines := strings.Split(a.Body, "\n")
	for _, b := range a.Boxes {
		all = append(all, b.change(ref, lines))
	}
	if a.Fences > 0 {
		all = append(all, Change{ref, "lists", fmt.Sprintf("%d [tasklist] fences", a.Fences), "plain lists", "a command asks for it"})
	}
	for _, s := range a.Sections {
		was, _, _ := description.Find(a.Body, s.Name) // a damaged section is not written
		all = append(all, Change{ref, fmt.Sprintf("section %q", s.Name), was.Text, s.Text, s.Why})
	}
	return all
}

// change shows the whole line of the box, as far as there is one.
func (b BoxWrite) change(object string, lines []string) Change {
	box := map[bool]string{false: "[ ]", true: "[x]"}
	c := Change{object, fmt.Sprintf("line %d", b.Line), box[!b.Checked], box[b.Checked], b.Why}
	if b.Line < 1 || b.Line > len(lines) {
		return c
	}
	line := strings.TrimSpace(lines[b.Line-1])
	at := slices.Index([]byte(line), '[')
	if at < 0 || len(line) < at+3 || line[at+2] != ']' {
		return c
	}
	c.Is, c.ShouldBe = line, line[:at]+box[b.Checked]+line[at+3:]
	return c
}

func (a SaveIssue) changes() []Change {
	repository := a.Repository.FullName()
	switch {
	case a.Number == 0:
		return []Change{{repository, "issue", "", a.Title + "\n\n" + a.Text, a.Purpose}}
	case !a.Open:
		return []Change{{fmt.Sprintf("%s#%d", repository, a.Number), "state", "open", "closed", a.Purpose}}
	default:
		return []Change{{fmt.Sprintf("%s#%d", repository, a.Number), "issue", "", a.Title + "\n\n" + a.Text, a.Purpose}}
	}
}

func (a Administer) changes() []Change {
	var all []Change
	if a.Offer != nil {
		all = append(all, Changes(*a.Offer)...)
	}
	if a.Reaction != nil {
		all = append(all, Changes(*a.Reaction)...)
	}
	return all
}
