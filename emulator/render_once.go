package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// rendered is the JSON of an object that payloads repeat all the time, kept
// until the object changes.
type rendered struct {
	version any
	text    json.RawMessage
}

// once renders an object unless it was rendered in the same version before. The
// mutex must be held.
func (e *Emulator) once(of, version any, render func() object) json.RawMessage {
	if kept, found := e.rendered[of]; found && kept.version == version {
		return kept.text
	}
	text, err := json.Marshal(render())
	if err != nil {
		// Nothing that render makes can fail to become JSON.
		return json.RawMessage("null")
	}
	e.rendered[of] = rendered{version: version, text: text}
	return text
}

// userText is userJSON, ready made.
func (e *Emulator) userText(u *user) json.RawMessage {
	return e.once(u, nil, func() object { return e.userJSON(u) })
}

// organizationText is organizationJSON, ready made.
func (e *Emulator) organizationText(o *organization) json.RawMessage {
	return e.once(o, nil, func() object { return e.organizationJSON(o) })
}

// repositoryVersion is all of a repository that changes and shows.
type repositoryVersion struct {
	owner, name         string
	description, branch string
	private, archived   bool
	issuesDisabled      bool
	openIssues          int
	pushedAt, updatedAt time.Time
}

// repositoryText is repositoryJSON, ready made.
func (e *Emulator) repositoryText(r *repository) json.RawMessage {
	version := repositoryVersion{
		r.owner.login, r.name, r.description, r.defaultBranch, r.private, r.archived, r.issuesDisabled, r.openIssues, r.pushedAt, r.updatedAt,
	}
	return e.once(r, version, func() object { return e.repositoryJSON(r) })
}

// marshal is json.Marshal of an object, which however takes the ready made
// members as they are instead of reading them again.
func (o object) marshal() ([]byte, error) {
	b := bytes.NewBufferString("{")
	for n, name := range slices.Sorted(maps.Keys(o)) {
		text, ready := o[name].(json.RawMessage)
		if !ready {
			var err error
			if text, err = json.Marshal(o[name]); err != nil {
				return nil, fmt.Errorf("render %s: %w", name, err)
			}
		}
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(name) + ":")
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
