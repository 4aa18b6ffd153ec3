package config

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a YAML text. Anchors, aliases and tags are refused altogether: a
// few lines of aliases can stand for gigabytes.
const (
	maxText  = maxFile
	maxDepth = 32
)

// Problem is one thing wrong with a file, at its place. The names of its fields
// in JSON stay.
type Problem struct {
	// Line and Column count from 1; 0 where the place is not known.
	Line   int `json:"line"`
	Column int `json:"column"`
	// Path is the setting, such as "upgrades[0].roadmap"; empty for the whole file.
	Path    string `json:"path"`
	Message string `json:"message"`
	// Mend says what to write, or to do, so that the problem goes away. There is always one.
	Mend string `json:"mend"`
}

// String is the problem and its mend in one line.
func (p Problem) String() string {
	text := p.named() + "; " + p.Mend
	switch {
	case p.Line == 0:
		return text
	case p.Column == 0:
		return fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, text)
}

// Place is what follows a file's name where the problem is told in the way of
// compilers, which editors can follow: ":3:7: mode: must be plan or active".
func (p Problem) Place() string {
	switch {
	case p.Line == 0:
		return ": " + p.named()
	case p.Column == 0:
		return fmt.Sprintf(":%d: %s", p.Line, p.named())
	}
	return fmt.Sprintf(":%d:%d: %s", p.Line, p.Column, p.named())
}

func (p Problem) named() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// parseDocument reads one YAML document into nodes and refuses what could cost
// more than its length. The node is nil when the text holds nothing, and when
// it is no YAML; else it can be read on, to find further problems.
func parseDocument(text []byte) (*yaml.Node, []Problem) {
	if len(text) > maxText {
		return nil, []Problem{{Message: fmt.Sprintf("the file has %d bytes; at most %d are read", len(text), maxText), Mend: fmt.Sprintf("shorten it by %d bytes", len(text)-maxText)}}
	}
	if !utf8.Valid(text) {
		return nil, []Problem{{Message: "the file is not UTF-8 text", Mend: "save it as UTF-8"}}
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, []Problem{syntaxProblem(err)}
	}
	if err := decoder.Decode(new(yaml.Node)); err == nil {
		return nil, []Problem{{Message: "the file holds more than one YAML document", Mend: "take the line --- out, and what does not belong here"}}
	} else if !errors.Is(err, io.EOF) {
		return nil, []Problem{syntaxProblem(err)}
	}
	root := document.Content[0]
	return root, refused(root, 1)
}

// refused finds what no setting needs, at any depth.
func refused(node *yaml.Node, depth int) []Problem {
	at := Problem{Line: node.Line, Column: node.Column}
	switch {
	case depth > maxDepth:
		at.Message, at.Mend = fmt.Sprintf("nested more than %d deep", maxDepth), "no setting is so deep: take out what is too much of brackets, dashes or indentation"
	case node.Kind == yaml.AliasNode:
		at.Message, at.Mend = "aliases (*name) are not read", "write the value out"
	case node.Anchor != "":
		at.Message, at.Mend = "anchors (&name) are not read", "write the value without it, and out wherever it is needed"
	case node.Style&yaml.TaggedStyle != 0:
		at.Message, at.Mend = "tags (!name) are not read", "write the value without it"
	}
	if at.Message != "" {
		return []Problem{at}
	}
	var problems []Problem
	for _, child := range node.Content {
		problems = append(problems, refused(child, depth+1)...)
	}
	return problems
}

var syntaxLine = regexp.MustCompile(`^line (\d+): `)

// syntaxProblem takes the parser's message over. Its only message that quotes
// the text, and so could show a secret of the server's file, is that about an alias.
func syntaxProblem(err error) Problem {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if strings.HasPrefix(message, "unknown anchor") {
		return Problem{Message: "aliases (*name) are not read", Mend: "put a value that starts with * in quotes"}
	}
	var p Problem
	if found := syntaxLine.FindStringSubmatch(message); found != nil {
		p.Line, _ = strconv.Atoi(found[1]) // stays unknown if it cannot be read
		message = message[len(found[0]):]
	}
	p.Message, p.Mend = "not valid YAML: "+message, syntaxMend(message)
	return p
}

// syntaxMend is what usually is the matter when the parser says so.
func syntaxMend(message string) string {
	for _, known := range []struct{ says, mend string }{
		{"mapping values are not allowed", "indent the keys of one mapping alike, and put a value with a colon in quotes"},
		{"cannot start any token", "indent with spaces, and put a value that begins with @, ` or % in quotes"},
		{"unexpected end of stream", "close the quotes"},
		{"did not find expected ',' or", "close the bracket, and put a comma between its entries"},
		{"could not find expected ':'", "put a colon and a space after the key"},
		{"block sequence entries are not allowed", "begin the list in a line of its own, below its key"},
		{"control characters are not allowed", "take the control characters out"},
		{"escape", "put the value in single quotes, or double its backslashes"},
	} {
		if strings.Contains(message, known.says) {
			return known.mend
		}
	}
	return "look at indentation, quotes and brackets, here and in the lines before"
}
