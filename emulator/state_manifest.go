package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// manifestLife is how long the code of a manifest works, by the clock of tokens
// (GitHub's page "Registering a GitHub App from a manifest").
const manifestLife = time.Hour

const (
	maxCallbacks = 10
	maxAppName   = 34 // characters
)

// manifest describes an app that is to be registered.
type manifest struct {
	Name        string            `json:"name"`
	URL         string            `json:"url"`
	Hook        *manifestHook     `json:"hook_attributes"`
	RedirectURL string            `json:"redirect_url"`
	Callbacks   []string          `json:"callback_urls"`
	SetupURL    string            `json:"setup_url"`
	Description string            `json:"description"`
	Public      bool              `json:"public"`
	Events      []string          `json:"default_events"`
	Permissions map[string]string `json:"default_permissions"`
	OAuth       bool              `json:"request_oauth_on_install"`
}

type manifestHook struct {
	URL    string `json:"url"`
	Active *bool  `json:"active"`
}

// registration is a manifest that somebody has agreed to.
type registration struct {
	manifest
	owner     *organization // nil when the person owns it
	person    *user
	expiresAt time.Time
}

// readManifest reads a manifest and lists everything that is wrong with it.
func readManifest(text string) (manifest, []string) {
	var m manifest
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return m, []string{"The manifest is not a JSON object with the right types: " + err.Error()}
	}
	return m, slices.Concat(m.wrongAddresses(), m.wrongRights())
}

func (m manifest) wrongAddresses() []string {
	var wrong []string
	check := func(name, address string, required bool) {
		switch {
		case address == "" && required:
			wrong = append(wrong, name+" is missing.")
		case address != "" && !isWebAddress(address):
			wrong = append(wrong, name+" is not a web address.")
		}
	}
	check("url", m.URL, true)
	check("redirect_url", m.RedirectURL, true)
	check("setup_url", m.SetupURL, false)
	if m.Hook != nil {
		check("hook_attributes.url", m.Hook.URL, true)
	}
	for n, each := range m.Callbacks {
		check(fmt.Sprintf("callback_urls[%d]", n), each, true)
	}
	if len(m.Callbacks) > maxCallbacks {
		wrong = append(wrong, fmt.Sprintf("callback_urls has more than %d addresses.", maxCallbacks))
	}
	return wrong
}

func (m manifest) wrongRights() []string {
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(m.Permissions)) {
		level, highest := m.Permissions[name], knownPermissions[name]
		if highest == "" || level == "" || !contains(levels, level) || !covers(highest, level) {
			wrong = append(wrong, fmt.Sprintf("default_permissions: there is no permission %s: %s.", name, level))
		}
	}
	granted := withMetadata(m.Permissions)
	for _, event := range m.Events {
		needed, known := eventPermissions[event]
		held := slices.ContainsFunc(needed, func(name string) bool { return granted[name] != "" })
		if !known || !held {
			wrong = append(wrong, fmt.Sprintf("default_events: %s is unknown, or needs a permission that is not asked for.", event))
		}
	}
	return wrong
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slugOf is the name as it stands in addresses.
func slugOf(name string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}
