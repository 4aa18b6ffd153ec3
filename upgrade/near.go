package upgrade

import (
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/upkeep-app/upkeep/say"
)

// meant is the one level that begins so or is near the words, zero if none or
// several are. What all levels begin with, such as "owner-", people leave out.
func (l levels) meant(slug string, among []string) say.Quoted {
	if begin := filter(slugs(among), func(s string) bool { return strings.HasPrefix(s, slug) }); len(begin) == 1 {
		return say.Quote(begin[0])
	}
	return say.Quote(nearest(slug, slugs(among), sharedBeginning(slugs(l.offered()))))
}

// nearest is the one candidate that is near a slug, empty if none or several
// are as near. The candidates count without the shared beginning too.
func nearest(slug string, candidates []string, shared string) string {
	best, nearest, only := "", 0, false
	for _, candidate := range candidates {
		if len(slug) > 2*len(candidate) {
			continue // before the costly part
		}
		short := strings.TrimPrefix(candidate, shared)
		distance := levenshtein.ComputeDistance(slug, candidate)
		distance = min(distance, levenshtein.ComputeDistance(slug, short))
		if distance > len(short)/3+1 {
			continue
		}
		switch {
		case best == "" || distance < nearest:
			best, nearest, only = candidate, distance, true
		case distance == nearest:
			only = false
		}
	}
	if !only {
		return ""
	}
	return best
}

// sharedBeginning is the first word, with its hyphen, if all begin with it.
func sharedBeginning(slugs []string) string {
	if len(slugs) < 2 {
		return ""
	}
	first, _, more := strings.Cut(slugs[0], "-")
	if !more {
		return ""
	}
	for _, slug := range slugs {
		if !strings.HasPrefix(slug, first+"-") {
			return ""
		}
	}
	return first + "-"
}
