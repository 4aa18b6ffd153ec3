package setup

import (
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/upkeep-app/upkeep/registration"
)

// beginData is the page with the two questions.
type beginData struct {
	Path, File            string
	Organisation, Address string
	// What is wrong with the answers; empty where nothing is.
	WrongOrganisation, WrongAddress string
}

// begin asks for the organisation and the address, with what was answered before.
func (p *Pages) begin(r *http.Request) screen {
	d := beginData{Path: p.Path(), File: p.options.File, Organisation: p.place.Organisation, Address: p.place.Address}
	if d.Address == "" {
		d.Address = p.addressOf(r)
	}
	return screen{template: "begin.html", data: d}
}

// addressOf is the server's address as the browser knows it, if GitHub may know it too.
func (p *Pages) addressOf(r *http.Request) string {
	scheme, _, _ := strings.Cut(p.options.WebURL, "://")
	address, wrong := p.readAddress(scheme + "://" + r.Host)
	if wrong != "" {
		return ""
	}
	return address
}

// answer takes the two answers.
func (p *Pages) answer(r *http.Request) screen {
	d := beginData{
		Path: p.Path(), File: p.options.File,
		Organisation: bounded(r.PostForm.Get("organisation")), Address: bounded(r.PostForm.Get("address")),
	}
	var place registration.Place
	place.Organisation, d.WrongOrganisation = p.readOrganisation(d.Organisation)
	place.Address, d.WrongAddress = p.readAddress(d.Address)
	if d.WrongOrganisation != "" || d.WrongAddress != "" {
		return screen{status: http.StatusUnprocessableEntity, template: "begin.html", data: d}
	}
	// The browser comes back to where it is: it may not reach the public address,
	// or would have no cookie there.
	origin := originOf(r)
	place.Return = place.Address + returnPath
	if origin.Host != "" {
		place.Return = origin.String() + returnPath
	}
	state, err := p.secret()
	if err != nil {
		p.options.Log.Error().Err(err).Msg("setup")
		return says(http.StatusInternalServerError, notice{Title: "There are no random numbers", Text: "Start the server again."})
	}
	p.place, p.state = place, state
	return screen{location: p.Path() + "/create"}
}

// maxAnswer is the longest answer that is looked at, in bytes.
const maxAnswer = 300

// bounded is the beginning of what somebody typed, without the white space around it.
func bounded(text string) string {
	text = strings.TrimSpace(text)
	return strings.ToValidUTF8(text[:min(len(text), maxAnswer)], "")
}

// login is how GitHub lets organisations be named.
var login = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}$`)

// readOrganisation takes a name with an @ before it, or the address of its page, too.
func (p *Pages) readOrganisation(text string) (name, wrong string) {
	name = strings.TrimPrefix(strings.TrimPrefix(text, p.options.WebURL+"/"), "@")
	name = strings.TrimSuffix(name, "/")
	switch {
	case name == "":
		return "", "Type the organisation's name."
	case !login.MatchString(name):
		return "", "Names of organisations are of letters, digits and hyphens, at most 39 of them."
	}
	return name, ""
}

// readAddress reads where GitHub is to reach the server; a host alone is at https.
func (p *Pages) readAddress(text string) (address, wrong string) {
	if text == "" {
		return "", "Type the address at which GitHub reaches this server."
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return "", "This is no address: it has to begin with https:// and go on with the name of a host."
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(text, "?#"):
		return "", "The address must be https:// and the name of a host, and nothing else."
	case strings.Trim(u.Path, "/") != "":
		return "", "Upkeep has to be at the top of its host: the address must have no path."
	}
	github, err := url.Parse(p.options.WebURL)
	switch {
	case err != nil:
		return "", "The address of GitHub in the server's settings is not right."
	case u.Scheme == "http" && github.Scheme == "https":
		return "", "The address must begin with https://, so that nobody on the way can read what GitHub sends."
	case isLocal(u) && !isLocal(github):
		return "", "GitHub cannot reach " + u.Hostname() + ": that is this machine itself. Type the name under which the server is known outside."
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), ""
}

// isLocal reports whether an address leads every machine to itself.
func isLocal(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}
