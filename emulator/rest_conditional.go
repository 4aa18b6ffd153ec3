package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// setValidators sets what a client can ask by later whether an answer is still
// the same: a tag of its text, and the time that a single object was last
// updated, where it says so.
func setValidators(h http.Header, a answer, text []byte) {
	sum := sha256.Sum256(text)
	h.Set("ETag", `W/"`+hex.EncodeToString(sum[:])+`"`)
	h.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	h.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
	if single, is := a.body.(object); is {
		updated, _ := single["updated_at"].(string)
		if at, err := time.Parse(time.RFC3339, updated); err == nil {
			h.Set("Last-Modified", at.UTC().Format(http.TimeFormat))
		}
	}
}

// unchanged reports whether a request's conditions are met by an answer with
// these headers. A tag goes before a time, as RFC 9110 has it.
func unchanged(r *http.Request, h http.Header) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		return strings.TrimSpace(tags) == "*" || strings.Contains(tags, strings.TrimPrefix(h.Get("ETag"), "W/"))
	}
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	if err != nil {
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.After(since)
}
