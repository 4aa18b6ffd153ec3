package checkup

import (
	"net/netip"
	"net/url"

	"github.com/upkeep-app/upkeep/registration"
)

// Hook is how the app's webhook is set on GitHub.
type Hook struct {
	URL         string
	ContentType string
	// Unverified says that GitHub does not look at the certificate.
	Unverified bool
	HasSecret  bool
}

// Findings say whether webhooks can be what the server takes.
func (h Hook) Findings() []Finding {
	const about, settings = "webhook", " in the app's settings on GitHub"
	findings := []Finding{h.address()}
	if h.ContentType != "json" {
		findings = append(findings, wrong(about, "its content type is "+h.ContentType+", which the server refuses", "choose application/json"+settings))
	}
	if h.Unverified {
		findings = append(findings, warning(about, "GitHub does not verify the server's certificate: somebody between could read the webhooks", "switch SSL verification on"+settings))
	}
	if !h.HasSecret {
		findings = append(findings, wrong(about, "it has no secret: the server refuses what is not signed", "set the secret of GITHUB_APP_WEBHOOK_SECRET"+settings))
	}
	return findings
}

func (h Hook) address() Finding {
	const about, mend = "webhook", "set the address of the server, with https and the path " + registration.HookPath + ", in the app's settings on GitHub"
	u, err := url.Parse(h.URL)
	switch {
	case err != nil || u.Host == "":
		return wrong(about, "it has no address", mend)
	case u.Scheme != "https" && !isHere(u.Hostname()):
		return wrong(about, "it goes to "+h.URL+" without encryption", mend)
	case u.Path != registration.HookPath:
		return warning(about, "it goes to "+h.URL+", and the server listens at "+registration.HookPath, "unless something in between changes the path, "+mend)
	default:
		return ok(about, "it goes to %s", h.URL)
	}
}

// isHere reports whether a host is the machine itself: then so is GitHub.
func isHere(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
