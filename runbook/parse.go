package runbook

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// The bounds of an organisation's own runbook, so that it and the children fit
// into one description.
const (
	mostBytes = 20_000
	mostSteps = 200
	mostText  = 1000 // bytes in a step
)

// Problem is one thing that is wrong in an organisation's own runbook.
type Problem struct {
	Line    int // 0 for the whole text
	Message string
	// Mend says what to write, or to do, so that the problem goes away.
	Mend string
}

func (p Problem) String() string {
	text := p.Message + "; " + p.Mend
	if p.Line == 0 {
		return text
	}
	return fmt.Sprintf("%d: %s", p.Line, text)
}

// Parse reads an organisation's own runbook: Markdown, in which the items of
// lists are steps, with or without box, and headings are their sections. Of an
// item, the first paragraph is the step; what else is in the text is for those
// who read it.
//
// A comment at the end of an item names its rule: <!-- rule: target-date -->.
// A comment is not shown, stays where it is when the words before it are
// edited or the file is formatted, and cannot be mistaken for a part of them,
// as code could. An item without it that says what a step of the default
// runbook says has that step's rule, unless its comment says "none".
//
// With problems, the runbook is not to be used.
func Parse(text string, terms Terms) (Runbook, []Problem) {
	if len(text) > mostBytes {
		return Runbook{}, []Problem{{
			Message: fmt.Sprintf("a runbook has at most %d bytes, this one has %d", mostBytes, len(text)),
			Mend:    fmt.Sprintf("shorten it by %d bytes", len(text)-mostBytes),
		}}
	}
	tree := markdown.Parse(text)
	p := &parser{tree: tree, matcher: NewMatcher(terms, Runbook{}), line: map[string]int{}}
	p.blocks()
	switch {
	case tree.Limited:
		p.problem(0, "take out quotes and lists inside of each other", "the text is nested too deeply to be read")
	case len(p.steps) == 0 && len(p.problems) == 0:
		p.problem(0, "write each step as an item of a list, such as - [ ] Set the milestone", "there is no step")
	case len(p.steps) > mostSteps:
		p.problem(0, fmt.Sprintf("take out %d of them, or join some", len(p.steps)-mostSteps), "a runbook has at most %d steps, this one has %d", mostSteps, len(p.steps))
	}
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return Runbook{p.steps}, p.problems
}

type parser struct {
	tree     markdown.Tree
	matcher  *Matcher
	section  string
	steps    []Step
	problems []Problem
	// line is where a step is, by its ID.
	line map[string]int
}

func (p *parser) problem(line int, mend, message string, values ...any) {
	p.problems = append(p.problems, Problem{line, fmt.Sprintf(message, values...), mend})
}

func (p *parser) blocks() {
	for n := p.tree.Root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindHeading:
			p.section, _ = p.text(n)
		case ast.KindList:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				p.item(item)
			}
		}
	}
}

// text is a block's Markdown in one line, and the line it begins in.
func (p *parser) text(block ast.Node) (text string, line int) {
	var words []string
	for i := range block.Lines().Len() {
		segment := block.Lines().At(i)
		words = append(words, strings.Fields(string(segment.Value(p.tree.Source)))...)
	}
	if block.Lines().Len() > 0 {
		line = p.tree.Line(block.Lines().At(0).Start)
	}
	return strings.Join(words, " "), line
}

func (p *parser) item(item ast.Node) {
	first := item.FirstChild()
	if first == nil || first.Kind() != ast.KindTextBlock && first.Kind() != ast.KindParagraph {
		p.problem(p.tree.Line(max(item.Pos(), 0)), "begin it with what is to be done", "the step does not begin with words")
		return
	}
	text, line := p.text(first)
	for n := first.NextSibling(); n != nil; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindList:
			p.problem(line, "make its items steps of their own, or words of this one", "the item has a list inside, and steps do not hold steps")
		case ast.KindHTMLBlock: // a comment that has a line of its own
			comment, _ := p.text(n)
			text += " " + comment
		}
	}
	if markdown.IsBox([]byte(text + " ")) {
		text = strings.TrimSpace(text[len("[ ]"):])
	}
	if len(text) > mostText {
		p.problem(line, "shorten it, or put the rest into a paragraph of its own below it", "a step has at most %d bytes, this one has %d", mostText, len(text))
		return
	}
	p.step(text, line)
}

// ruleComment is a comment that names a rule.
var ruleComment = regexp.MustCompile(`<!--\s*rule:\s*(\S*)\s*-->`)

func (p *parser) step(text string, line int) {
	step := Step{Section: p.section, Text: text}
	named := ruleComment.FindStringSubmatchIndex(text)
	if named != nil {
		step.Text = strings.TrimSpace(strings.TrimSpace(text[:named[0]]) + text[named[1]:])
	}
	if len(read(step.Text).words) == 0 {
		p.problem(line, "write what is to be done, or take the item out", "the step says nothing")
		return
	}
	step.ID = ownID(step.Text)
	if usual, certainty := p.matcher.Match(step.Text); certainty == Known && named == nil {
		step.ID, step.Rule = usual.ID, usual.Rule
	}
	if named != nil {
		step.Rule = p.rule(text[named[2]:named[3]], line)
	}
	if other, taken := p.line[step.ID]; taken {
		p.problem(line, "word it differently", "the step cannot be told from the one in line %d", other)
		return
	}
	p.line[step.ID] = line
	p.steps = append(p.steps, step)
}

// ownID names a step of an organisation's own by its words, so that it is the
// same step while nobody rewords it.
func ownID(text string) string { return "own:" + strings.Join(read(text).words, "-") }

func (p *parser) rule(name string, line int) Rule {
	const none = "none"
	if name == none {
		return Rule{}
	}
	rule := ruleNamed(RuleName(name))
	if rule.Name == "" {
		p.problem(line, meant(name), "there is no rule %q", shortened(name))
	}
	return rule
}

// meant suggests the rule that is nearly so called, or a comment without any.
func meant(name string) string {
	best, least := RuleName(""), 1+len(name)/3
	for _, rule := range rules {
		if distance := levenshtein.ComputeDistance(strings.ToLower(shortened(name)), string(rule.Name)); distance < least {
			best, least = rule.Name, distance
		}
	}
	if best == "" {
		return "take the comment out; upkeep check-runbook --help lists the rules"
	}
	return fmt.Sprintf("write <!-- rule: %s -->", best)
}

// shortened cuts what somebody wrote to what a message can hold.
func shortened(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
