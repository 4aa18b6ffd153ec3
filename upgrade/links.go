package upgrade

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// addressBytes is how long an address can be.
const addressBytes = 500

// link lays down where something about the upgrade is written.
func (r *roadmap) link(asked Asked, one command.Command, name string) answer {
	address, ok := r.address(one)
	if !ok {
		return misused(one, say.AddressUnclear())
	}
	if problem := addressProblem(address); problem != "" {
		return misused(one, problem)
	}
	return answer{
		outcome: OutcomeDone, text: say.AddressSet(say.QuoteAddress(address)), settles: name,
		set: []Setting{asked.setting(name, address, "")},
	}
}

// address is the one word that a command has; a Markdown link counts as its
// address, and so does the address of an issue.
func (r *roadmap) address(one command.Command) (string, bool) {
	given := r.arguments(one)
	if len(given.Words) == 1 && len(given.Issues) == 0 {
		return given.Words[0], true
	}
	if len(one.Args) == 1 {
		return strings.TrimSuffix(strings.TrimPrefix(one.Args[0], "<"), ">"), true
	}
	return "", false
}

// addressProblem is what is wrong with an address; empty if nothing is.
func addressProblem(address string) string {
	parsed, err := url.Parse(address)
	switch {
	case len(address) > addressBytes:
		return say.AddressTooLong(addressBytes)
	case err != nil || parsed.Hostname() == "" || strings.ContainsFunc(address, unicode.IsSpace):
		return say.AddressUnclear()
	case parsed.Scheme != "https":
		return say.AddressNotHTTPS()
	case parsed.User != nil:
		return say.AddressWithUser()
	}
	return ""
}
