package description

import "strings"

// question is a question on the page, with its answer.
type question struct {
	Answer
	topic topic
	style style
	lines []string // of the answer
	// last is the last line of question and answer that is not blank.
	last int
}

// style is how a question is asked.
type style int

const (
	headed   style = iota // by a heading
	lined                 // by a line of a paragraph
	labelled              // by a label in front of its answer
)

// questionnaire collects questions and answers, line by line.
type questionnaire struct {
	page  page
	asked []question
	// open is the question whose answer goes on, by its index; -1 for none.
	open int
}

func (p page) questions() []question {
	q := &questionnaire{page: p, open: -1}
	for number := 1; number <= p.tree.Lines(); number++ {
		switch l := p.lines[number]; l.kind {
		case heading:
			q.ask(l.title, number, headed)
		case ours:
			q.open = -1
		case prose:
			if !q.label(number) {
				q.text(number)
			}
		case raw:
			q.text(number)
		case rest, hidden:
		}
	}
	for i := range q.asked {
		question := &q.asked[i]
		if text := strings.Trim(strings.Join(question.lines, "\n"), "\n"); !isNoResponse(text) {
			question.Text = text
		}
	}
	return q.asked
}

// isNoResponse knows what GitHub writes below a question that was left out.
func isNoResponse(text string) bool {
	return strings.EqualFold(strings.TrimSpace(text), "_No response_")
}

// ask begins a question.
func (q *questionnaire) ask(words string, number int, how style) {
	q.open = len(q.asked)
	q.asked = append(q.asked, question{
		Answer: Answer{Question: words, Line: number}, topic: topicOf(words), style: how, last: number,
	})
}

// text adds a line to the answer that is open.
func (q *questionnaire) text(number int) {
	if q.open < 0 {
		return
	}
	question := &q.asked[q.open]
	words := strings.TrimRight(q.page.tree.LineText(number), " \t")
	switch blank := strings.TrimSpace(words) == ""; {
	case blank && len(question.lines) == 0:
		return
	case !blank && len(question.lines) == 0 && !isNoResponse(words):
		question.Line = number
		fallthrough
	case !blank:
		question.last = number
	}
	question.lines = append(question.lines, words)
}

// label takes a line that asks a question. One with the answer behind it is
// known by its words; the answer above goes on below it.
func (q *questionnaire) label(number int) bool {
	l, ok := labelOf(q.page.tree.LineText(number))
	if !ok {
		return false
	}
	about := topicOf(l.words)
	switch {
	case l.rest == "" && (about > part || l.bold && !l.inList && (about == part || q.takesBold())):
		q.ask(l.words, number, lined)
		return true
	case l.rest == "" || about <= part:
		return false
	}
	if q.open >= 0 {
		q.asked[q.open].last = number
	}
	q.asked = append(q.asked, question{
		Answer: Answer{Question: l.words, Line: number}, topic: about, style: labelled, lines: []string{l.rest}, last: number,
	})
	return true
}

// takesBold holds where a bold line of unknown words is a question: in a
// description whose questions are bold lines, but for the line right below one,
// which is its answer. Below a heading a bold line is a part of the answer.
func (q *questionnaire) takesBold() bool {
	return q.open < 0 || q.asked[q.open].style == lined && len(q.asked[q.open].lines) > 0
}

// formEnd is the last line of the answers to known questions, 0 without any.
// Labels may stand in front of their answer anywhere, so they do not count.
func formEnd(asked []question) int {
	end := 0
	for _, question := range asked {
		if question.topic != unknown && question.style != labelled {
			end = max(end, question.last)
		}
	}
	return end
}
