package checklist

import "strings"

// Carry merges two changes of one description: text is what a person made of
// before, after what the app made of it, which has set boxes, written its own
// sections and opened fences. The result is text, with the boxes as after has them
// but for those that the person has set too, and without the fences if after has
// fewer of them; no other byte changes. Items are known by what they link,
// or else by their words, so that they may have moved.
func Carry(before, after, text string, in Context) string {
	was, is, person := Parse(before, in), Parse(after, in), Parse(text, in)
	if was.Limited || is.Limited || person.Limited {
		return text
	}
	old, set := was.boxes(), is.boxes()
	boxes := map[int]bool{}
	for known, item := range person.boxes() {
		before, listed := old[known]
		after, still := set[known]
		if listed && still && item.Checked == before.Checked {
			boxes[item.Box] = after.Checked
		}
	}
	text = SetBoxes(text, boxes)
	if Fences(after) < Fences(before) {
		return Tidy(text)
	}
	return text
}

// sameItems tells the items of a description apart that say the same.
type sameItems struct {
	says   string
	number int
}

// boxes are the items with a box that are not struck, by what they say.
func (d Document) boxes() map[sameItems]Item {
	found, times := map[sameItems]Item{}, map[string]int{}
	for _, list := range d.Lists {
		for _, item := range list.Items {
			if item.Box < 0 || item.Struck {
				continue
			}
			says := item.says()
			found[sameItems{says, times[says]}] = item
			times[says]++
		}
	}
	return found
}

// says is what an item is known by, wherever it stands.
func (i Item) says() string {
	if len(i.Links) == 0 {
		return strings.Join(strings.Fields(i.Text), " ")
	}
	var all strings.Builder
	for _, link := range i.Links {
		all.WriteString("\n" + link.Ref.Fold().String())
	}
	return all.String()
}
