package config

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// The places of github.com.
const (
	defaultWebURL = "https://github.com"
	defaultV3URL  = "https://api.github.com"
	defaultV4URL  = "https://api.github.com/graphql"
)

// urls reads where GitHub is. Both APIs have to be set together, or the tokens
// of one server would be sent to another.
func (l *loader) urls() (web, v3, v4 string) {
	web = l.httpURL(webURL, defaultWebURL)
	v3 = l.httpURL(v3URL, defaultV3URL)
	v4 = l.httpURL(v4URL, defaultV4URL)
	elsewhere := web != "" && web != defaultWebURL
	for _, pair := range [][2]string{{v3URL, v4URL}, {v4URL, v3URL}} {
		unset, other := pair[0], pair[1]
		switch {
		case l.values[unset] != "":
		case l.values[other] != "":
			l.wrong(unset, "is not set, but %s is: set both", other)
		case elsewhere:
			l.wrong(unset, "is not set, but %s names another server than github.com", webURL)
		}
	}
	return web, v3, v4
}

// httpURL is empty when the variable is malformed.
func (l *loader) httpURL(variable, otherwise string) string {
	text := l.or(variable, otherwise)
	u, err := url.Parse(text)
	var problem string
	switch {
	case err != nil:
		problem = "is not a URL" // the error would show it
	case u.Scheme != "http" && u.Scheme != "https":
		problem = "must start with http:// or https://"
	case u.Hostname() == "":
		problem = "has no host"
	case u.User != nil:
		problem = "must not hold a user name or password"
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		problem = "must not have a query or a fragment"
	case u.Port() != "" && !isPort(u.Port()):
		problem = "has a port that is not a number from 0 to 65535"
	}
	if problem != "" {
		l.wrong(variable, "%s", problem)
		return ""
	}
	return strings.TrimRight(text, "/")
}

func (l *loader) addr() string {
	text := l.or(addr, ":8080")
	_, port, err := net.SplitHostPort(text)
	if err != nil || !isPort(port) {
		l.wrong(addr, "is not an address to listen on, such as :8080 or 127.0.0.1:8080")
	}
	return text
}

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

func (l *loader) databaseURL() string {
	text := l.or(databaseURL, "sqlite://./upkeep.db")
	if path, isFile := strings.CutPrefix(text, "sqlite://"); isFile {
		l.checkSQLitePath(path)
		return text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		l.wrong(databaseURL, "is not a URL") // the error would show the password
	case u.Scheme == "memory":
		l.wrong(databaseURL, "must not be memory: what was accepted would be lost with the process")
	case u.Scheme != "postgres" && u.Scheme != "postgresql":
		l.wrong(databaseURL, "must be sqlite://./file, sqlite:///path/to/file or postgres://…")
	case u.Host == "" && u.Query().Get("host") == "":
		l.wrong(databaseURL, "has no host")
	}
	return text
}

func (l *loader) checkSQLitePath(path string) {
	relative := strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../")
	switch {
	case !relative && !strings.HasPrefix(path, "/"):
		l.wrong(databaseURL, "must go on with ./ or / after sqlite://, as in sqlite://./upkeep.db")
	case strings.HasSuffix(path, "/") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/.."):
		l.wrong(databaseURL, "names a folder, not a file")
	case strings.ContainsAny(path, "?#%"):
		l.wrong(databaseURL, "must be a plain path after sqlite://, without ?, # or %%")
	}
}

// isOn reads a switch. It refuses what it does not know: who misspells a halt wants one.
func (l *loader) isOn(variable string, otherwise bool) bool {
	switch strings.ToLower(l.values[variable]) {
	case "1", "true", "yes", "on":
		return true
	case "0", "false", "no", "off":
		return false
	case "":
		return otherwise
	}
	l.wrong(variable, "must be true or false")
	return true
}
