package emulator

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graph-gophers/graphql-go"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/emulator/ratelimit"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Options are what an Emulator is made from. The zero value of every field but
// Now and AuthNow is usable.
type Options struct {
	// Seed decides all ids.
	Seed int64
	// Now is the clock of content: when issues are opened, values set, webhooks sent.
	Now func() time.Time
	// AuthNow is the clock that tokens and app JWTs are checked against.
	// Clients stamp those by the machine's clock even when content has its own.
	AuthNow func() time.Time
	// WebURL is the site's address in html_url; https://github.com when empty.
	// With another address the API's URLs are below it, at /api/v3.
	WebURL string
	// WebhookURL and WebhookSecret are the app's; without a URL nothing is sent
	// and the deliveries stay pending.
	WebhookURL    string
	WebhookSecret string
	// AppKey is the app's private key, or its public key, in PEM. Without one a key is made when asked for.
	AppKey []byte
	// Client sends the webhooks. Nil is one as GitHub's: it waits 10 seconds and follows no redirects.
	Client *http.Client
	// Without are the features that this GitHub lacks, as an older server does.
	Without []Feature
	// ItemLimit is how many cards a board takes; 50,000 as on GitHub when 0.
	ItemLimit int
	// Limits is what becomes of GitHub's rate limits; off when empty, unless a loaded file says otherwise.
	Limits ratelimit.Mode
	// OnLimit is told of each crossing when Limits are strict; nil for nobody.
	OnLimit func(ratelimit.Crossing)
	// Watch gets every REST answer and every webhook; nil for nobody.
	Watch Watcher
	// Chaos is what goes wrong; nothing when it is the zero value.
	Chaos chaos.Settings
	// After is time.After of the content clock. Without it a request that hangs
	// does so until its client gives up, and Run sends a delivery that is held
	// back as soon as there is no other.
	After func(time.Duration) <-chan time.Time
	// Log gets one line for each request that is not emulated.
	Log zerolog.Logger
}

// Emulator is one GitHub. All methods may be called from several goroutines.
type Emulator struct {
	options Options
	routes  []route
	schema  func() (*graphql.Schema, error) // parsed when first needed
	limits  *ratelimit.Limiter
	scales  *scales
	pages   []pageRoute

	chaos atomic.Pointer[chaos.Plan] // nil without chaos
	skew  atomic.Int64               // nanoseconds by which chaos has AuthNow wrong

	// mu guards everything below.
	mu       sync.Mutex
	ids      ids
	orgs     map[string]*organization // by login in lower case
	users    map[string]*user         // by login in lower case, bots as "slug[bot]"
	repos    map[string]*repository   // by "owner/name" in lower case, former names included
	nodes    map[string]any           // every object by its node id
	comments map[int64]*comment       // by database id
	// issuesByID has issues and pull requests by their database id in the issues API.
	issuesByID map[int64]*issue
	app        *app // nil when there is none
	// withoutApp is set where a file says that there is no app.
	withoutApp     bool
	tokens         map[string]*token
	personalTokens map[string]*personalToken
	signIns        signIns
	registrations  map[string]*registration // by code
	rendered       map[any]rendered
	writes         []Write
	unserved       []string // requests for what is not emulated
	log            deliveryLog
	wake           chan struct{} // has a value when a delivery was added
	trouble        trouble
}

// Create makes an empty GitHub; Load fills it.
func Create(options Options) *Emulator {
	if options.WebURL == "" {
		options.WebURL = "https://github.com"
	}
	options.WebURL = strings.TrimSuffix(options.WebURL, "/")
	if options.Client == nil {
		options.Client = &http.Client{
			Timeout:       10 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	e := &Emulator{
		options:        options,
		ids:            newIDs(options.Seed),
		orgs:           map[string]*organization{},
		users:          map[string]*user{},
		repos:          map[string]*repository{},
		nodes:          map[string]any{},
		comments:       map[int64]*comment{},
		issuesByID:     map[int64]*issue{},
		tokens:         map[string]*token{},
		signIns:        newSignIns(),
		personalTokens: map[string]*personalToken{},
		registrations:  map[string]*registration{},
		rendered:       map[any]rendered{},
		wake:           make(chan struct{}, 1),
	}
	e.options.AuthNow = func() time.Time { return options.AuthNow().Add(time.Duration(e.skew.Load())) }
	e.limits, e.scales = ratelimit.New(options.Limits, e.options.AuthNow), newScales(weighedSchema)
	e.setChaos(options.Chaos)
	e.routes = restRoutes()
	e.schema = wholeSchema
	if len(options.Without) > 0 {
		e.schema = sync.OnceValues(func() (*graphql.Schema, error) { return parseSchema(options.Without) })
	}
	e.pages = pageRoutes()
	return e
}

// now is the content clock as GitHub shows it: UTC and whole seconds.
func (e *Emulator) now() time.Time { return e.options.Now().UTC().Truncate(time.Second) }

// node finds any object by its node id; nil if there is none. The mutex must be held.
func (e *Emulator) node(id string) any { return e.nodes[id] }

// findOrganization finds an organisation by login in any letter case; nil if there is none.
func (e *Emulator) findOrganization(login string) *organization {
	return e.orgs[strings.ToLower(login)]
}

// findUser finds a person or bot by login in any letter case; nil if there is none.
func (e *Emulator) findUser(login string) *user { return e.users[strings.ToLower(login)] }

// findRepository finds a repository by its name or one it had before; nil if
// there is none. It was renamed when its name now is another.
func (e *Emulator) findRepository(owner, name string) *repository {
	return e.repos[strings.ToLower(owner+"/"+name)]
}

// findIssue finds an issue or pull request; nil if there is none.
func (e *Emulator) findIssue(ref upgrade.Ref) *issue {
	r := e.findRepository(ref.Owner, ref.Repo)
	if r == nil {
		return nil
	}
	return r.issue(ref.Number)
}

// findBoard finds an organisation's board by number; nil if there is none.
func (e *Emulator) findBoard(org string, number int) *board {
	o := e.findOrganization(org)
	if o == nil {
		return nil
	}
	for _, b := range o.boards {
		if b.number == number {
			return b
		}
	}
	return nil
}
