package command

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// listing is what `upkeep commands --format json` prints. Programs rely on the
// names of its fields, so they stay when those of Spec change. Lists are never null.
type listing struct {
	// Prefix starts every command.
	Prefix   string   `json:"prefix"`
	Commands []listed `json:"commands"`
}

// listed is one command; see Spec for what the fields hold.
type listed struct {
	Name     string   `json:"name"`
	Usage    string   `json:"usage"`
	Summary  string   `json:"summary"`
	Differs  string   `json:"differs"`
	Examples []string `json:"examples"`
	// Roles lists who may run the command unless the policy says otherwise, and WhoMay says it to people.
	Roles  []Role `json:"roles"`
	WhoMay string `json:"who_may"`
	Where  Place  `json:"where"`
	// Takes lists what the arguments can name on GitHub.
	Takes []Object `json:"takes"`
}

// JSON is commands for programs, in the order given.
func JSON(specs []Spec) ([]byte, error) {
	all := listing{Prefix: Prefix, Commands: []listed{}}
	for _, s := range specs {
		all.Commands = append(all.Commands, listed{
			Name: s.Name, Usage: s.Usage, Summary: s.Summary, Differs: s.Differs, Examples: append([]string{}, s.Examples...),
			Roles: append([]Role{}, s.Who...), WhoMay: WhoMay(s.Who), Where: s.Where, Takes: append([]Object{}, s.Takes...),
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false) // usages have angle brackets, and people read this too
	if err := encoder.Encode(all); err != nil {
		return nil, fmt.Errorf("list the commands as JSON: %w", err)
	}
	return text.Bytes(), nil
}
