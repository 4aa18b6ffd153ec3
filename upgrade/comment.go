package upgrade

import (
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/command"
)

// CommentFacts is everything that decides whether a comment is shown to have
// been seen.
type CommentFacts struct {
	Now     time.Time
	Policy  Policy
	Upgrade Upgrade
	Issue   IssueState
	Comment Comment
	// Commands are the comment's that count and that have no answer yet.
	Commands []command.Command
	// Roadmap says that the issue is a roadmap issue and no child.
	Roadmap bool
}

// DecideComment shows with 👀 that a comment's commands were seen, where an
// answer will follow. The 👀 stays beside the answer: taking it away would be
// one more write, and it tells when the app saw the comment.
func DecideComment(f CommentFacts) Plan {
	at, _ := Asked{Comment: f.Comment}.writtenAt()
	place := command.OnChild
	if f.Roadmap {
		place = command.OnRoadmap
	}
	switch {
	case len(f.Commands) == 0:
		return Plan{Why: "no command that waits for an answer"}
	case waitForFields(f.Commands, place, f.Policy.CommandMode(f.Upgrade)):
		return Plan{Why: "the command waits until fields are written"}
	case f.Roadmap && f.Issue.Closed:
		return Plan{Why: "closed roadmap issue is not touched"}
	case f.Issue.Repository.Archived:
		return Plan{Why: "the repository is archived"}
	case f.Now.Sub(at) > lateAfter:
		return Plan{Why: "its answer comes with those of other late commands"}
	case slices.Contains(f.Comment.OwnReactions, seenReaction):
		return Plan{Why: "shown to be seen"}
	}
	return Plan{Actions: []Action{React{
		Ref: f.Issue.Ref, Comment: f.Comment.DatabaseID, Content: seenReaction, Why: "a command was seen",
	}}}
}

// seenReaction is 👀.
const seenReaction = "eyes"
