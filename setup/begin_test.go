package setup

import "testing"

func TestAddresses(t *testing.T) {
	t.Parallel()
	const cloud, own, emulated = "https://github.com", "https://github.example.org", "http://127.0.0.1:9090"
	for _, test := range []struct {
		github, typed string
		want          string // an address, or the beginning of what is wrong
	}{
		{cloud, "https://upkeep.example.org", "https://upkeep.example.org"},
		{cloud, "https://Upkeep.Example.org/", "https://upkeep.example.org"},
		{cloud, "https://upkeep.example.org:8443", "https://upkeep.example.org:8443"},
		{cloud, "upkeep.example.org", "https://upkeep.example.org"},
		{cloud, "upkeep.example.org:8443", "https://upkeep.example.org:8443"},
		{own, "https://10.0.0.7", "https://10.0.0.7"},
		{emulated, "http://localhost:8080", "http://localhost:8080"},
		{emulated, "http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
		{cloud, "", "Type the address"},
		{cloud, "https://", "This is no address"},
		{cloud, "https://:8080", "This is no address"},
		{cloud, "ftp://upkeep.example.org", "This is no address"},
		{cloud, "https://upkeep.example.org:port", "This is no address"},
		{cloud, "https://upkeep .example.org", "This is no address"},
		{cloud, "javascript:alert(1)", "This is no address"},
		{cloud, "https://me:secret@upkeep.example.org", "The address must be https:// and the name of a host, and nothing else"},
		{cloud, "https://upkeep.example.org/?a=b", "The address must be https:// and the name of a host, and nothing else"},
		{cloud, "https://upkeep.example.org/#", "The address must be https:// and the name of a host, and nothing else"},
		{cloud, "https://example.org/upkeep", "Upkeep has to be at the top of its host"},
		{cloud, "http://upkeep.example.org", "The address must begin with https://"},
		{own, "http://10.0.0.7", "The address must begin with https://"},
		{cloud, "https://localhost:8080", "GitHub cannot reach localhost"},
		{cloud, "https://127.1.2.3", "GitHub cannot reach 127.1.2.3"},
		{cloud, "https://[::1]:8080", "GitHub cannot reach ::1"},
		{cloud, "https://0.0.0.0", "GitHub cannot reach 0.0.0.0"},
		{own, "https://app.localhost", "GitHub cannot reach app.localhost"},
	} {
		p := &Pages{options: Options{WebURL: test.github}}
		address, wrong := p.readAddress(test.typed)
		got := address + wrong
		if address == "" {
			got = wrong[:min(len(wrong), len(test.want))]
		}
		if got != test.want || (address == "") == (wrong == "") {
			t.Errorf("%q at %s: %q, %q; want %q", test.typed, test.github, address, wrong, test.want)
		}
	}
}

func TestOrganisations(t *testing.T) {
	t.Parallel()
	p := &Pages{options: Options{WebURL: "https://github.com"}}
	for typed, want := range map[string]string{
		"acme": "acme", "@Acme-2": "Acme-2", "https://github.com/acme": "acme", "https://github.com/acme/": "acme",
		"": "", "acme inc": "", "-acme": "", "../acme": "", "acme/shop": "", "acme?a=b": "", "https://evil.example/acme": "", "a23456789012345678901234567890123456789x": "",
	} {
		if got, wrong := p.readOrganisation(typed); got != want || (got == "") == (wrong == "") {
			t.Errorf("%q: %q, %q; want %q", typed, got, wrong, want)
		}
	}
}
