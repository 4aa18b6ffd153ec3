package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// reachTime bounds the wait for a GitHub that may be unreachable.
const reachTime = 10 * time.Second

// Reach asks GitHub for nothing in particular, without credentials, and returns
// the time on its clock, in whole seconds. Any answer will do that is GitHub's,
// a refusal too: its clock is needed just when it refuses what the app signs. It
// asks ReadTries times at most; besides it needs V3URL, Transport and UserAgent
// of the configuration.
func Reach(ctx context.Context, c Config) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	for try := 1; ; try++ {
		at, err := reachOnce(ctx, c)
		if err == nil || try >= c.ReadTries || ctx.Err() != nil {
			return at, err
		}
	}
}

func reachOnce(ctx context.Context, c Config) (time.Time, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.V3URL, "/")+"/meta", http.NoBody)
	if err != nil {
		return time.Time{}, fmt.Errorf("ask %s: %w", c.V3URL, err)
	}
	q.Header.Set("User-Agent", c.UserAgent)
	answer, err := (&http.Client{Transport: c.Transport}).Do(q)
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err // the rest of it is the address
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s", reachTime)
	}
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.Header.Get("X-GitHub-Request-Id") == "" {
		return time.Time{}, fmt.Errorf("what answers is not GitHub: %s", answer.Status)
	}
	at, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return time.Time{}, fmt.Errorf("read the date of GitHub's answer: %w", err)
	}
	return at, nil
}
