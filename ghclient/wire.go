package ghclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v62/github"
)

// largestAnswer bounds what is read into memory: a page of 100 comments, each
// of the 262,144 bytes that GitHub accepts, fits.
const largestAnswer = 32 << 20

// call is one request on its way through the transports, and what they found out.
type call struct {
	graphQL bool
	name    string // see Asking.Name
	write   bool
	// follow allows redirects. Without it they are ErrMoved: a name that now
	// leads elsewhere must not be written to, and net/http would turn a
	// redirected PATCH into a GET that succeeds.
	follow bool
	// once keeps a read from being sent again at once.
	once bool
	// ready is asked just before the request goes out, with its token; nil for always.
	ready func() error

	sent      bool      // the request itself, not just one for a token, went out
	failure   error     // what the answer means, nil for success
	exhausted time.Time // when the hourly budget starts anew if nothing is left of it
	header    http.Header
	requestID string
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	if k, ok := ctx.Value(callKey{}).(*call); ok {
		return k
	}
	return &call{}
}

// goes takes note that the request is sent now, unless it is not to be any more.
func (k *call) goes() error {
	if k.ready != nil {
		if err := k.ready(); err != nil {
			return err
		}
	}
	k.sent = true
	return nil
}

// outcome is what a request came to, given what the library made of it.
func (k *call) outcome(err error) error {
	var limit RateLimited
	var accepted *github.AcceptedError
	switch {
	case k.failure != nil:
		return k.failure
	case err == nil, errors.As(err, &accepted):
		return nil
	case errors.As(err, &limit), !k.write, !k.sent:
		return err
	}
	if _, ok := errors.AsType[*answerError](err); ok {
		return err
	}
	return &answerError{kind: ErrUnknownOutcome, cause: err, text: err.Error(), requestID: k.requestID}
}

// sender is the innermost transport: behind it there is only the network. The
// request has its token by now.
type sender struct {
	next  http.RoundTripper
	hosts map[string]bool
}

// RoundTrip is part of http.RoundTripper.
func (s *sender) RoundTrip(request *http.Request) (*http.Response, error) {
	if !s.hosts[origin(request.URL)] {
		closeBody(request.Body)
		return nil, fmt.Errorf("send a token to %s: it is not GitHub's address", request.URL.Host)
	}
	if !strings.HasSuffix(request.URL.Path, "/access_tokens") {
		if err := callOf(request.Context()).goes(); err != nil {
			closeBody(request.Body)
			return nil, err
		}
	}
	response, err := s.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = &boundedBody{ReadCloser: response.Body, left: largestAnswer}
	return response, nil
}

func closeBody(body io.Closer) {
	if body != nil {
		_ = body.Close()
	}
}

// boundedBody fails, rather than ends, where an answer is too long.
type boundedBody struct {
	io.ReadCloser
	left int
}

// Read is part of io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, fmt.Errorf("the answer is longer than %d bytes", largestAnswer)
	}
	return n, err
}

// reader is the outermost transport: it reads the whole answer and says in the
// call what it means, before go-github sees it.
type reader struct {
	next   http.RoundTripper
	client *Client
}

// RoundTrip is part of http.RoundTripper.
func (r *reader) RoundTrip(request *http.Request) (*http.Response, error) {
	k := callOf(request.Context())
	k.failure, k.header = nil, nil
	start := r.client.config.Now()
	response, err := r.next.RoundTrip(request)
	if err != nil {
		k.failure = r.client.tokenFailure(err)
		return nil, err
	}
	body, err := readAll(response)
	if err != nil {
		return nil, err
	}
	k.header = response.Header.Clone()
	k.requestID = response.Header.Get("X-GitHub-Request-Id")
	k.exhausted = r.client.exhausted(response.Header)
	k.failure = r.client.meaning(k, response, body)
	r.client.config.Log.Debug().Str("method", request.Method).Str("path", request.URL.Path).Int("status", response.StatusCode).
		Dur("took_ms", r.client.config.Now().Sub(start)).Str("github_request_id", k.requestID).Msg("asked GitHub")
	if isRedirect(response) && k.failure != nil {
		return nil, k.failure
	}
	// go-github would keep its own count of the limits, by the machine's clock.
	for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
		response.Header.Del(name)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

func readAll(response *http.Response) ([]byte, error) {
	defer closeBody(response.Body)
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	return body, nil
}

func isRedirect(response *http.Response) bool {
	return response.StatusCode/100 == 3 && response.Header.Get("Location") != ""
}

// meaning is what an answer says; nil for success.
func (c *Client) meaning(k *call, response *http.Response, body []byte) error {
	switch {
	case isRedirect(response):
		return c.redirect(k, response)
	case response.StatusCode/100 == 2:
		return c.success(k, response, body)
	default:
		return c.refusal(k.write, response, body)
	}
}

func (c *Client) redirect(k *call, response *http.Response) error {
	if !k.follow {
		return &answerError{kind: ErrMoved, text: "GitHub answered " + response.Status, requestID: k.requestID}
	}
	to, err := response.Location()
	if err != nil || !c.hosts[origin(to)] {
		return &answerError{text: "GitHub redirected to an address that is not its own", requestID: k.requestID}
	}
	return nil
}

// success checks that an answer is whole. A proxy's page of HTML can come with 200.
func (c *Client) success(k *call, response *http.Response, body []byte) error {
	hasBody := response.StatusCode == http.StatusOK || response.StatusCode == http.StatusCreated
	if hasBody && !json.Valid(body) {
		return lost(k.write, &answerError{
			text:      fmt.Sprintf("GitHub answered %s with %d bytes that are not JSON", response.Status, len(body)),
			requestID: k.requestID,
		})
	}
	for _, link := range response.Header["Link"] {
		if !c.ownLinks(link) {
			return lost(k.write, &answerError{text: "GitHub's answer goes on at an address that is not its own", requestID: k.requestID})
		}
	}
	return nil
}

// ownLinks reports whether every address of a Link header is GitHub's.
func (c *Client) ownLinks(header string) bool {
	for part := range strings.SplitSeq(header, "<") {
		address, _, isLink := strings.Cut(part, ">")
		if !isLink {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || (u.Host != "" && !c.hosts[origin(u)]) {
			return false
		}
	}
	return true
}

// lost turns a failure of a write that may have been done into ErrUnknownOutcome.
func lost(write bool, failure *answerError) *answerError {
	if write {
		failure.kind = ErrUnknownOutcome
	}
	return failure
}

// tokenFailure names the refusal of a token, when that is what went wrong:
// the request itself was not sent then.
func (c *Client) tokenFailure(err error) error {
	var minting *ghinstallation.HTTPError
	if !errors.As(err, &minting) || minting.Response == nil {
		return nil
	}
	body, readErr := readAll(minting.Response)
	if readErr != nil {
		return &answerError{cause: readErr, text: "ask for a token: " + readErr.Error()}
	}
	if minting.Response.StatusCode == http.StatusNotFound {
		return &answerError{kind: ErrNoInstallation, text: fmt.Sprintf("ask for a token of installation %d", minting.InstallationID)}
	}
	return c.refusal(false, minting.Response, body)
}
