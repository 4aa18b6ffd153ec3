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

// Problem is one thing wrong with a file, at its place.
type Problem struct {
	// Line and Column count from 1; 0 where the place is not known.
	Line, Column int
	// Path is the setting, such as "upgrades[0].roadmap"; empty for the whole file.
	Path    string
	Message string
}

// String is the problem in one line.
func (p Problem) String() string {
	text := p.Message
	if p.Path != "" {
		text = p.Path + ": " + text
	}
	switch {
	case p.Line == 0:
		return text
	case p.Column == 0:
		return fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, text)
}

// parseDocument reads one YAML document into nodes and refuses what could cost
// more than its length. The node is nil when the text holds nothing, and when
// it is no YAML; else it can be read on, to find further problems.
func parseDocument(text []byte) (*yaml.Node, []Problem) {
	if len(text) > maxText {
		return nil, []Problem{{Message: fmt.Sprintf("the file has %d bytes; at most %d are read", len(text), maxText)}}
	}
	if !utf8.Valid(text) {
		return nil, []Problem{{Message: "the file is not UTF-8 text"}}
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, []Problem{syntaxProblem(err)}
	}
	if err := decoder.Decode(new(yaml.Node)); err == nil {
		return nil, []Problem{{Message: "the file holds more than one YAML document"}}
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
		at.Message = fmt.Sprintf("nested more than %d deep", maxDepth)
	case node.Kind == yaml.AliasNode:
		at.Message = "aliases (*name) are not read; write the value out"
	case node.Anchor != "":
		at.Message = "anchors (&name) are not read; write the value out where it is needed"
	case node.Style&yaml.TaggedStyle != 0:
		at.Message = "tags (!name) are not read; write the value without it"
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
		return Problem{Message: "aliases (*name) are not read; put a value that starts with * in quotes"}
	}
	var p Problem
	if found := syntaxLine.FindStringSubmatch(message); found != nil {
		p.Line, _ = strconv.Atoi(found[1]) // stays unknown if it cannot be read
		message = message[len(found[0]):]
	}
	p.Message = "not valid YAML: " + message
	return p
}
