package upgrade

// survey is what follows from the facts about all children. Each part of a
// decision asks for it; with 1,000 children it is too much to be worked out
// every time.
type survey struct {
	members  []Member
	children []counted
	byPlace  map[Ref]counted
	shown    map[Ref]bool
}

// look takes stock of the children, unless that was done since a command has last
// changed who they are or how they count.
func (f *RoadmapFacts) look() {
	if f.surveyed != nil {
		return
	}
	s := survey{members: membersOf(*f), shown: f.shown()}
	s.children = f.count(s.members)
	s.byPlace = byPlace(s.children)
	f.surveyed = &s
}
