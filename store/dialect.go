package store

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
)

// dialect is all in which the databases differ. In statements these words
// stand for what a dialect says:
//
//	$now       the database's clock in microseconds
//	$LOCK      keeps the rows read from changing until the transaction ends
//	$SKIP      as $LOCK, leaving out rows that others hold
//	EACH($1)   the rows of a list of texts, made by the function texts
//	LEAST, GREATEST
type dialect struct {
	goose  goose.Dialect
	schema *strings.Replacer
	words  *strings.Replacer
	// each is the text for EACH, with ${1} for the argument.
	each string
	// clock, when set, supplies $now as an argument; otherwise words replaces it.
	clock func() time.Time
	// insert stores new deliveries and tells which of them were not there yet.
	insert func(ctx context.Context, s session, group []*arrival) ([]bool, error)
	// known holds the statements already rewritten.
	known sync.Map
}

type rewritten struct {
	text  string
	clock bool
}

var eachPattern = regexp.MustCompile(`EACH\((\$\d+)\)`)

func (d *dialect) statement(text string, args []any) (string, []any) {
	known, ok := d.known.Load(text)
	if !ok {
		known, _ = d.known.LoadOrStore(text, d.rewrite(text))
	}
	r, _ := known.(rewritten)
	if r.clock {
		args = append(slices.Clip(args), sql.Named("now", micros(d.clock())))
	}
	return r.text, args
}

func (d *dialect) rewrite(text string) rewritten {
	clock := d.clock != nil && strings.Contains(text, "$now")
	return rewritten{text: d.words.Replace(eachPattern.ReplaceAllString(text, d.each)), clock: clock}
}
