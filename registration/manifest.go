package registration

import (
	"encoding/json"
	"fmt"
	"strings"
)

// HookPath is the path at which the server takes webhooks.
const HookPath = "/api/github/hook"

// maxName is the longest name that GitHub lets an app have, in characters.
const maxName = 34

// Place is where an app is to be registered and what it runs on.
type Place struct {
	// Organisation owns the app; only it can install it.
	Organisation string
	// Address is where GitHub reaches the server, without a slash at the end.
	Address string
	// Return is where GitHub leads the browser with the code of the new app.
	Return string
}

// Manifest is the JSON from which GitHub registers the app. GitHub asks the
// person for the name once more, because it must be unique there.
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
func Manifest(p Place) (string, error) {
	type hook struct {
		URL    string `json:"url"`
		Active bool   `json:"active"`
	}
	m := struct {
		Name        string            `json:"name"`
		URL         string            `json:"url"`
		Hook        hook              `json:"hook_attributes"`
		Return      string            `json:"redirect_url"`
		Description string            `json:"description"`
		Public      bool              `json:"public"`
		Permissions map[string]string `json:"default_permissions"`
		Events      []string          `json:"default_events"`
	}{
		Name: nameFor(p.Organisation), URL: p.Address, Hook: hook{p.Address + HookPath, true}, Return: p.Return,
		Description: "Runs organisation-wide upgrade projects: keeps boards and roadmap issues true, and answers /upgrade commands.",
		Permissions: map[string]string{},
	}
	for _, each := range Permissions() {
		m.Permissions[each.Name] = each.Level
	}
	for _, each := range Events() {
		m.Events = append(m.Events, each.Name)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write the manifest of an app for %s: %w", p.Organisation, err)
	}
	return string(text), nil
}

// nameFor is a name that is probably not taken yet.
func nameFor(organisation string) string {
	name := []rune("Upkeep " + organisation)
	return strings.TrimRight(string(name[:min(len(name), maxName)]), "-")
}
