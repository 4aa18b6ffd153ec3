package ghclient

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v62/github"
)

// tokenClient makes a client with a personal token. go-githubapp has one, too,
// whose requests go past the transport that it is given.
func (c *Client) tokenClient(transport http.RoundTripper) (*github.Client, error) {
	base, err := url.Parse(strings.TrimSuffix(c.config.V3URL, "/") + "/")
	if err != nil {
		return nil, fmt.Errorf("read GitHub's address %q: %w", c.config.V3URL, err)
	}
	gh := github.NewClient(&http.Client{
		Timeout:   answerTimeout,
		Transport: &reader{next: &bearer{token: c.config.Token, next: &sender{next: transport, hosts: c.hosts}}, client: c},
	})
	gh.BaseURL, gh.UserAgent = base, c.config.UserAgent
	return gh, nil
}

// bearer puts the token on each request. What comes after it sends none to
// another host.
type bearer struct {
	token string
	next  http.RoundTripper
}

// RoundTrip is part of http.RoundTripper.
func (b *bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	own := request.Clone(request.Context())
	own.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(own)
}
