package emulator

import "time"

// badge is the state of an issue or pull request, by a word and a sign besides the colour.
type badge struct{ Kind, Sign, Text string }

func badgeOf(i *issue) badge {
	switch {
	case i.pull != nil && i.pull.merged:
		return badge{"done", "✔", "Merged"}
	case i.pull != nil && i.closed:
		return badge{"bad", "✖", "Closed"}
	case i.pull != nil && i.pull.draft:
		return badge{"soft", "◌", "Draft"}
	case !i.closed:
		return badge{"good", "○", "Open"}
	case i.reason == "not_planned":
		return badge{"soft", "⊘", "Closed as not planned"}
	case i.reason == "duplicate":
		return badge{"soft", "⧉", "Closed as duplicate"}
	default:
		return badge{"done", "✔", "Closed as completed"}
	}
}

// issueLine is an issue or pull request in a list.
type issueLine struct {
	Path, Ref, Title, Author string
	Opened                   time.Time
	Comments                 int
	Labels                   []labelChoice
	State                    badge
}

func lineOf(i *issue) issueLine {
	line := issueLine{
		Path: issuePath(i), Ref: i.ref().String(), Title: i.title, Author: i.author.login, Opened: i.createdAt,
		Comments: len(i.comments), State: badgeOf(i),
	}
	for _, l := range i.labels {
		line.Labels = append(line.Labels, labelChoice{Name: l.name, Color: l.color})
	}
	return line
}

// issueLines are those that the visitor may see, and how many there are besides.
type issueLines struct {
	Lines        []issueLine
	Hidden       int
	Done, Of     int
	DonePercents int
}

func (v *visit) lines(of []*issue) issueLines {
	made := issueLines{Of: len(of)}
	for _, i := range of {
		if i.closed {
			made.Done++
		}
		if !v.sees(i.repo) {
			made.Hidden++
			continue
		}
		made.Lines = append(made.Lines, lineOf(i))
	}
	if made.Of > 0 {
		made.DonePercents = made.Done * 100 / made.Of
	}
	return made
}

// repositoryHead is what every page below a repository begins with.
type repositoryHead struct {
	Owner, Name, Path string
	Private, Archived bool
}

func headOf(r *repository) repositoryHead {
	return repositoryHead{r.owner.login, r.name, "/" + r.fullName(), r.private, r.archived}
}
