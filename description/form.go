// Package description reads what people have answered in the description of a
// roadmap issue, and keeps the app's own marked sections in it.
//
// Read finds the answers of an issue form: GitHub turns each question into a
// heading with the answer below ("Syntax for issue forms" in GitHub's
// documentation). Forms filled in by hand, with bold lines or labels for
// questions, are read too. What is not certain is told as a Doubt, never guessed.
// DeploymentNote reads one from the description of a child.
//
// Find and Put are for sections: parts of the description between two comments
// that belong to the app, see Section. Put leaves every byte outside as it is.
//
// The package is pure: what an answer means for the upgrade, and whether a
// section is to be written, is decided elsewhere. Task lists are package
// checklist's.
package description

import (
	"regexp"
	"strings"
	"time"
)

// Form is what the answers in a description say.
type Form struct {
	// Answers are all questions, in the order of the text, also unanswered ones.
	Answers []Answer
	// What was understood; a Line of 0, or no link, says that nothing was.
	Target                      Target
	NamedRelease, ProposedBy    Words
	Documentation, Instructions []Link
	// Doubts are answers that should say one of these and do not say it for certain.
	Doubts []Doubt
	// Limited says that the description is nested or crowded beyond all human
	// use; nothing was read.
	Limited bool
}

// Answer is a question and what stands below it, up to the next question or
// one of the app's sections.
type Answer struct {
	Question string
	// Text is the answer as it is written, without blank lines around it and
	// without lines that are comments; line ends are "\n". It is empty for
	// "_No response_", which GitHub writes for a question that was left out.
	Text string
	// Line is where the text begins, from 1; without text, the question's.
	Line int
}

// Target is the day by which the upgrade is to be complete: midnight UTC.
type Target struct {
	Date time.Time
	// Why is what the answer says behind the date, in one line.
	Why  string
	Line int
}

// Words are an answer of one line, without marks of emphasis around it.
type Words struct {
	Text string
	Line int
}

// Link is an address on the web, http or https.
type Link struct {
	Address string
	Line    int
}

// Doubt is an answer that is not taken for what its question asks.
type Doubt struct {
	Answer
	Reason Reason
}

// Reason is why an answer is not taken.
type Reason int

// Reasons of a Doubt.
const (
	NotADate       Reason = iota + 1 // no exact day, as "end of Q3 2026"
	NoSuchDay                        // 31 April
	SeveralDates                     // which of them?
	Hedged                           // words around the date change it: "not before", "or later"
	SeveralAnswers                   // the question is answered more than once, and differently
	TooLong                          // more than a line, or a line beyond 200 bytes
	NoLink                           // no address of a web page
)

// Read reads a description. It never fails, and takes time in proportion to
// the length of the text.
func Read(body string) Form {
	p := newPage(body)
	if p.tree.Limited {
		return Form{Limited: true}
	}
	r := &reader{asked: p.questions(), links: p.links()}
	for _, question := range r.asked {
		r.form.Answers = append(r.form.Answers, question.Answer)
	}
	r.target()
	r.form.NamedRelease = r.words(namedRelease)
	r.form.ProposedBy = r.words(proposedBy)
	r.form.Documentation = r.linksTo(documentation)
	r.form.Instructions = r.linksTo(instructions)
	return r.form
}

// reader makes out what the answers mean.
type reader struct {
	asked []question
	links []foundLink
	form  Form
}

// about is the answer to the questions of a topic; false if there is none.
// Different answers are doubts.
func (r *reader) about(t topic) (Answer, bool) {
	var given []Answer
	differ := false
	for _, question := range r.asked {
		if question.topic == t && !undecided(question.Text) {
			given = append(given, question.Answer)
			differ = differ || normal(question.Text) != normal(given[0].Text)
		}
	}
	if len(given) == 0 {
		return Answer{}, false
	}
	if differ {
		for _, answer := range given {
			r.doubt(answer, SeveralAnswers)
		}
		return Answer{}, false
	}
	return given[0], true
}

func (r *reader) doubt(answer Answer, reason Reason) {
	r.form.Doubts = append(r.form.Doubts, Doubt{answer, reason})
}

// words reads an answer of one line.
func (r *reader) words(t topic) Words {
	const longest = 200
	answer, ok := r.about(t)
	if !ok {
		return Words{}
	}
	text := plain(answer.Text)
	if len(text) > longest || strings.Contains(strings.TrimSpace(answer.Text), "\n") {
		r.doubt(answer, TooLong)
		return Words{}
	}
	return Words{text, answer.Line}
}

var (
	comment = regexp.MustCompile(`<!--.*?-->`)
	struck  = regexp.MustCompile(`~~[^~]*~~`)
)

// plain is an answer in one line, without comments, what is crossed out, and
// marks of emphasis.
func plain(text string) string {
	text = struck.ReplaceAllString(comment.ReplaceAllString(text, ""), "")
	return strings.Trim(strings.Join(strings.Fields(unmarked(text)), " "), "_ ")
}

// unmarked is a text without the characters that mark emphasis and code; the
// low line stays, as it also stands in names.
func unmarked(text string) string {
	return strings.NewReplacer("*", "", "`", "", "~", "").Replace(text)
}
