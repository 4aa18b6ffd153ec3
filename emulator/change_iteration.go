package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// newIterations is the configuration of an iteration field as it shall be.
type newIterations struct {
	start string // 2006-01-02
	days  int
	all   []iteration // without ids
}

// maxIterations is our own bound; none of GitHub's is known.
const maxIterations = 500

func (n *newIterations) check() error {
	if n == nil {
		return nil
	}
	if err := checkPeriod(n.start, n.days); err != nil {
		return err
	}
	if len(n.all) > maxIterations {
		return invalid(fmt.Sprintf("An iteration field cannot have more than %d iterations", maxIterations))
	}
	for _, each := range n.all {
		if err := checkPeriod(each.start, each.days); err != nil {
			return err
		}
	}
	return nil
}

func checkPeriod(start string, days int) error {
	if _, err := time.Parse(time.DateOnly, start); err != nil {
		return invalid("Start date is not a valid date")
	}
	if days < 1 || days > 366 {
		return invalid("Duration must be between 1 and 366 days")
	}
	return nil
}

// setIterations replaces the whole configuration; nil changes nothing. The
// input has no ids, so every iteration gets a new one and every card loses its
// value: docs, GraphQL input ProjectV2Iteration.
func (t *tx) setIterations(f *field, wanted *newIterations) {
	if wanted == nil {
		return
	}
	t.dropValues(f, func(*value) bool { return true })
	f.start, f.days, f.iterations = wanted.start, wanted.days, nil
	for _, each := range wanted.all {
		each.id = t.ids.hex("iteration", 8)
		f.iterations = append(f.iterations, &each)
	}
	slices.SortStableFunc(f.iterations, func(a, b *iteration) int { return strings.Compare(a.start, b.start) })
}
