package chaos

// Kind is one kind of fault, by its name in settings.
type Kind string

// These happen to requests to the API.
const (
	// Error is a 500, 502, 503 or 504 instead of an answer; nothing was done.
	Error Kind = "5xx"
	// ErrorAfter is the same in answer to a write that was done.
	ErrorAfter Kind = "5xx-after"
	// Hang is no answer at all for HangTime; nothing was done.
	Hang Kind = "hang"
	// HangAfter is the same after a write that was done.
	HangAfter Kind = "hang-after"
	// Cut is a connection closed without an answer; nothing was done.
	Cut Kind = "cut"
	// CutAfter is the same after a write that was done.
	CutAfter Kind = "cut-after"
	// Truncate is an answer that ends in the middle. What was asked for was done.
	Truncate Kind = "truncate"
	// HTML is a web page with status 200 where JSON was due. What was asked for was done.
	HTML Kind = "html"
	// Limit is a rate limit out of the blue, for LimitTime.
	Limit Kind = "limit"
	// Forbid is the loss of the permission to write, for ForbidTime.
	Forbid Kind = "forbid"
	// BatchFail is a 502 or 504 after some of a document's mutations were done.
	BatchFail Kind = "batch-fail"
	// BatchPart is a document of which some mutations fail and the others are done.
	BatchPart Kind = "batch-part"
	// QueryPart is a GraphQL query of which only a part is answered.
	QueryPart Kind = "query-part"
)

// These happen to the state that reads show.
const (
	// Lag begins with a change: for LagTime some reads show the world before it.
	Lag Kind = "lag"
	// Stale is one such read. It has no rate of its own; see Settings.LagShare.
	Stale Kind = "stale"
)

// These happen to deliveries.
const (
	// Duplicate is a delivery that comes twice.
	Duplicate Kind = "duplicate"
	// Reorder is a delivery that one to three later ones overtake.
	Reorder Kind = "reorder"
	// Delay is a delivery that comes late, by up to DelayTime.
	Delay Kind = "delay"
	// Lost is a delivery that does not arrive and is logged as failed.
	Lost Kind = "lost"
)

// kinds are those with a rate, in the order in which they are written.
var kinds = [...]Kind{
	Error, ErrorAfter, Hang, HangAfter, Cut, CutAfter, Truncate, HTML, Limit, Forbid, BatchFail, BatchPart, QueryPart,
	Lag, Duplicate, Reorder, Delay, Lost,
}

// Kinds lists every kind that has a rate, in the order in which settings are written.
func Kinds() []Kind { return kinds[:len(kinds):len(kinds)] }
