// Package command reads the slash commands that people write in comments.
//
// A command is a line of a top-level paragraph that starts with the prefix:
//
//	/upgrade <name> [argument]...
//
// Nothing inside a list, heading, table, quote, footnote, code, link or HTML
// is one. Package markdown tells what is what, so a command is where GitHub
// shows plain text. Parse finds the commands, and says of every line that a
// person could take for one why it is none. ReadArguments sorts what follows
// a name:
//
//	word  "several words"                                   Words
//	key=value  key="several words"                          Values
//	#1  GH-1  repo#1  owner/repo#1  address  [text](address)  Issues
//	@organisation/team  @user                               Teams, Users
//	because whatever else the line says                     Because
//
// A date is words, such as 2026-04-01, 1 April 2026 or in 6 weeks; TakeDate
// finds it among them.
//
// The package says what was asked for; whether it may be done and what it does
// is decided elsewhere. It keeps no state and does no I/O.
//
// A new command is one file here with its Spec, one line in Table, and one
// function in package upgrade that decides.
package command

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Most is how many commands of one comment are kept; the rest is ignored.
const Most = 20

// Parsed is what a comment asks for, in the order of its lines.
type Parsed struct {
	Commands []Command
	Ignored  []Ignored
	// More is how many well-formed commands there were beyond Most. Their lines are among Ignored.
	More int
}

// Command is one well-formed command line.
type Command struct {
	// Name is in lower case; empty for the prefix alone, which asks for help.
	Name string
	// Args are words. Quotes are taken off "quoted words", also as in key="quoted words".
	Args []string
	// Text is what Args were read from, as a reader sees it: with quotes and
	// full stop, without HTML comments. ReadArguments reads it once more.
	Text string
	// Line counts from 1, in the comment as it was given.
	Line int
	// Known reports whether Table has the name.
	Known bool
	// Source is the line as it was written, without the space around it.
	Source string
	// Repeat is how many equal commands stand above this one in the comment.
	Repeat int
}

// Ignored is a line that looks like a command and is none.
type Ignored struct {
	Line int
	// Why is a short reason, such as "code block".
	Why string
}

// Digest identifies what is asked for and how often it was asked for above. It
// does not depend on the line, the prefix, the space between words or the
// quotes, so that an edited comment runs only the commands that were not there before.
func (c Command) Digest() string {
	parts := append([]string{strconv.Itoa(c.Repeat), c.Name}, c.Args...)
	for i, part := range parts {
		parts[i] = strconv.Quote(part)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, " ")))
	return hex.EncodeToString(sum[:16])
}

// same is Digest without the repetition.
func (c Command) same() string {
	c.Repeat = 0
	return c.Digest()
}
