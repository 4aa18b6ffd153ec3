package upgrade

// SaveCheck is a check run: what the app says about a commit of a pull request.
// GitHub shows the newest of a name; one that has been made is not changed.
type SaveCheck struct {
	Repository Repository
	// Head is the commit's hash; it may be in a fork.
	Head string
	Name string
	// ID tells the app's check runs of a commit apart: of each there is one.
	ID         string
	Conclusion Conclusion
	// Title is one line, Summary Markdown.
	Title, Summary string
	Annotations    []Annotation
	// Names are the repositories that the texts name: none may be less visible than the pull request.
	Names []Repository
}

// Conclusion is how a check run ended, in GitHub's words.
type Conclusion string

// The conclusions that the app gives.
const (
	ConclusionSuccess Conclusion = "success"
	ConclusionFailure Conclusion = "failure"
	ConclusionNeutral Conclusion = "neutral"
)

// Annotation is what is wrong in a line of a file.
type Annotation struct {
	Path         string
	Line, Column int // from 1; Column 0 when it is not known
	// Title and Message are shown as plain text.
	Title, Message string
}
