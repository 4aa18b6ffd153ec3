package upgrade

import "github.com/upkeep-app/upkeep/say"

// overwritten tells of words in the descriptions that an edit of the app has
// replaced and that cannot come back by themselves.
func (f RoadmapFacts) overwritten() []say.Mend {
	var mends []say.Mend
	for _, l := range f.lists() {
		if l.Issue.Overwritten.IsZero() {
			continue
		}
		m := say.Mend{Problem: say.Overwritten(l.Issue.Overwritten)}
		switch {
		case f.hides(l):
			m.Private = 1
		case l.Issue.ID != f.Issue.ID:
			m.Children = []say.Quoted{say.Quote(l.Issue.Ref.String())}
		}
		mends = append(mends, m)
	}
	return mends
}
