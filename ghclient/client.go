// Package ghclient is the only code that speaks GitHub's REST and GraphQL
// APIs: paging, batching, rate limits, tokens, and what their answers mean. It
// maps everything to the nouns of package upgrade and to a few errors.
//
// It never waits: the worker tries again, by the errors' types (errors.As
// RateLimited: at that time; Final: not before something changes;
// ErrUnknownOutcome: after looking; anything else: soon). Only a read that failed
// by mishap is sent again at once, see Config.ReadTries; a write never is. Reads are fresh, and
// nothing that could not be read ever comes back as empty.
//
// Only package gate calls the methods that write.
package ghclient

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/go-github/v62/github"
	"github.com/palantir/go-githubapp/githubapp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/upgrade"
)

// answerTimeout bounds one request. GitHub itself gives up after 10 s, GitHub
// Enterprise Server after 30 s.
const answerTimeout = 40 * time.Second

// Config is how to reach GitHub, and as which app.
type Config struct {
	// V3URL and V4URL are the REST and GraphQL addresses. No token is ever sent
	// to a host other than theirs. WebURL is the site's address; nothing is sent there.
	WebURL, V3URL, V4URL string
	AppID                int64
	// PrivateKey is the app's key, PEM encoded.
	PrivateKey []byte
	// Token, in place of AppID and PrivateKey, is a person's own token: whatever
	// the installation, it is read with that, and nothing is written.
	Token string
	// Transport carries the requests; nil for the usual network.
	Transport http.RoundTripper
	Now       func() time.Time
	UserAgent string
	// ReadTries is how often a read is sent when the answer is a 5xx, is cut or is
	// no JSON; once if zero. One that several calls share is sent once, and then in halves. One run of a key is many reads, all of which it
	// needs: at a rate of failures that any one read survives, few runs would.
	ReadTries int
	// Linger is how long a request that calls share waits for more of them: calls
	// that one moment sets off come within milliseconds of each other. Nil, as
	// where time stands still, for not at all.
	Linger func() <-chan time.Time
	// Alone sends each call in a request of its own, for comparison.
	Alone bool
	// Watch is told of every request; nil for nobody.
	Watch Watch
	// Log gets one debug line per request, without texts and tokens.
	Log zerolog.Logger
}

// Client reads and writes GitHub for every installation of the app. It is safe
// for concurrent use.
type Client struct {
	config  Config
	creator githubapp.ClientCreator
	hosts   map[string]bool

	// person is all that there is with a personal token; else it is nil.
	person *session

	mu       sync.Mutex
	app      *session
	sessions map[int64]*session

	boards  gatherer[boardAsked, struct{}, upgrade.Board]
	issues  gatherer[int64, issueQuestion, issueAnswer] // by installation
	changes gatherer[boardOf, []mutation, change]

	// features are nil until they are asked for.
	features atomic.Pointer[knownFeatures]
}

// New makes a client. It sends nothing; a malformed key or address is the only error.
func New(config Config) (*Client, error) {
	c := &Client{config: config, hosts: map[string]bool{}, sessions: map[int64]*session{}}
	for _, address := range []string{config.V3URL, config.V4URL} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("read GitHub's address %q: it is not a URL with a host", address)
		}
		c.hosts[origin(u)] = true
	}
	transport := config.Transport
	if transport == nil {
		transport = pooledTransport()
	}
	if config.Token != "" {
		gh, err := c.tokenClient(transport)
		if err != nil {
			return nil, err
		}
		c.person = newSession(gh, config.Now)
		c.gather()
		return c, nil
	}
	c.creator = githubapp.NewClientCreator(config.V3URL, config.V4URL, config.AppID, config.PrivateKey,
		githubapp.WithClientUserAgent(config.UserAgent),
		githubapp.WithClientTimeout(answerTimeout),
		githubapp.WithTransport(&sender{next: transport, hosts: c.hosts}),
		githubapp.WithClientMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return &reader{next: next, client: c}
		}),
	)
	app, err := c.creator.NewAppClient()
	if err != nil {
		return nil, fmt.Errorf("make a client for app %d: %w", config.AppID, err)
	}
	c.app = newSession(app, config.Now)
	c.gather()
	return c, nil
}

// gather makes what merges calls into requests.
func (c *Client) gather() {
	together := func(most int) int {
		if c.config.Alone {
			return 1
		}
		return most
	}
	linger := c.config.Linger
	if c.config.Alone {
		linger = nil
	}
	c.boards = gatherer[boardAsked, struct{}, upgrade.Board]{
		most: together(math.MaxInt), size: func(struct{}) int { return 1 }, send: c.readBoard,
	}
	c.issues = gatherer[int64, issueQuestion, issueAnswer]{
		most: together(issuesTogether), size: func(issueQuestion) int { return 1 }, send: c.firstPages, linger: linger,
	}
	c.changes = gatherer[boardOf, []mutation, change]{
		most: together(mutationsTogether), size: func(m []mutation) int { return len(m) }, write: true, send: c.changeBoard, linger: linger,
	}
}

// origin is what of an address decides who gets the request.
func origin(u *url.URL) string { return strings.ToLower(u.Scheme + "://" + u.Host) }

// pooledTransport keeps as many connections open as one installation uses at once.
func pooledTransport() http.RoundTripper {
	usual, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	own := usual.Clone()
	own.MaxIdleConnsPerHost = readsAtOnce
	return own
}

// session finds or makes what belongs to one installation: its client with
// its token, its limits and its turns.
func (c *Client) session(installation int64) (*session, error) {
	if installation <= 0 {
		return nil, fmt.Errorf("installation %d: %w", installation, ErrNoInstallation)
	}
	if c.person != nil {
		return c.person, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.sessions[installation]; s != nil {
		return s, nil
	}
	gh, err := c.creator.NewInstallationClient(installation)
	if err != nil {
		return nil, fmt.Errorf("make a client for installation %d: %w", installation, err)
	}
	s := newSession(gh, c.config.Now)
	c.sessions[installation] = s
	return s, nil
}

// dropToken makes the next request ask for a new token: this one was refused
// although its hour is not over, as after a reinstallation.
func (c *Client) dropToken(installation int64, refused *session) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sessions[installation] != refused { // always so with a personal token
		return nil
	}
	gh, err := c.creator.NewInstallationClient(installation)
	if err != nil {
		return fmt.Errorf("make a new client for installation %d: %w", installation, err)
	}
	c.sessions[installation] = &session{github: gh, limits: refused.limits, reads: refused.reads, writes: refused.writes}
	return nil
}

// forApp, in place of an installation's id, sends with the app's own JWT.
const forApp = int64(-1)

// send makes one request; again if it fails by mishap and is a read, or a write
// that did not go out because the one for its token failed. Do must make exactly one call (with the redirects that it has) through the session's
// client and the context given.
func (c *Client) send(ctx context.Context, installation int64, k *call, do func(context.Context, *github.Client) error) error {
	for try := 1; ; try++ {
		err := c.sendOnce(ctx, installation, k, do)
		if err == nil || k.write && k.sent || k.once || try >= c.config.ReadTries || ctx.Err() != nil || !mishap(err) {
			return err
		}
		*k = call{graphQL: k.graphQL, name: k.name, write: k.write, follow: k.follow, ready: k.ready}
	}
}

// mishap reports whether the same read may well succeed at once.
func mishap(err error) bool {
	slow, timed := errors.AsType[net.Error](err)
	_, limited := errors.AsType[RateLimited](err)
	return !limited && (!timed || !slow.Timeout()) && !Final(err) && !errors.Is(err, ErrUnauthorized) && !errors.Is(err, errLeft)
}

// sendOnce waits for its turn, refuses while a limit runs, and names every way to fail.
func (c *Client) sendOnce(ctx context.Context, installation int64, k *call, do func(context.Context, *github.Client) error) error {
	s := c.app
	if c.person != nil && (installation == forApp || k.write) {
		return ErrPersonalToken
	}
	if installation != forApp {
		var err error
		if s, err = c.session(installation); err != nil {
			return err
		}
	}
	leave, err := s.enter(ctx, k.write)
	if err != nil {
		return err
	}
	defer leave()
	if err := s.limits.admit(); err != nil {
		return err
	}
	ctx, ended := c.watched(ctx, installation, k)
	err = s.limits.settle(k, k.outcome(do(context.WithValue(ctx, callKey{}, k), s.github)))
	ended(err)
	if errors.Is(err, ErrUnauthorized) && installation != forApp {
		err = errors.Join(err, c.dropToken(installation, s))
	}
	return err
}

const (
	// readsAtOnce stays far below the 100 requests at once that GitHub allows.
	readsAtOnce = 10
	// writesAtOnce is GitHub's advice: one after the other.
	writesAtOnce = 1
)

// session is what belongs to one installation.
type session struct {
	github        *github.Client
	limits        *limits
	reads, writes chan struct{}
}

func newSession(gh *github.Client, now func() time.Time) *session {
	return &session{
		github: gh,
		limits: &limits{now: now},
		reads:  make(chan struct{}, readsAtOnce),
		writes: make(chan struct{}, writesAtOnce),
	}
}

// enter waits for a turn; leave ends it.
func (s *session) enter(ctx context.Context, write bool) (leave func(), err error) {
	turns := s.reads
	if write {
		turns = s.writes
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
