package say

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
)

// markerPattern is a marker as the last line of a text; one anywhere else is
// text that somebody copied.
var markerPattern = regexp.MustCompile(`\s*<!-- upkeep:v1:([a-z0-9:-]{1,80}):([A-Za-z0-9_-]{43}) -->\s*$`)

// Marker is the hidden line that says which of the app's texts on an object
// this is. It is signed with the first key and bound to the app, the object (a
// node id) and the purpose, so that a copy elsewhere is worth nothing.
// Purposes are lower-case letters, digits, hyphens and colons. Empty without a key.
func Marker(keys [][]byte, appID int64, object, purpose string) string {
	if len(keys) == 0 {
		return ""
	}
	return fmt.Sprintf("<!-- upkeep:v1:%s:%s -->", purpose, signature(keys[0], appID, object, purpose))
}

// Purpose reads the marker at the end of a text on an object; false if there
// is none that this app signed with one of the keys. Whoever relies on it
// still checks that the text's author is this app: people can edit a copy back in.
func Purpose(keys [][]byte, appID int64, object, text string) (string, bool) {
	m := markerPattern.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	for _, key := range keys {
		if hmac.Equal([]byte(m[2]), []byte(signature(key, appID, object, m[1]))) {
			return m[1], true
		}
	}
	return "", false
}

// Unmarked is a text without the marker at its end.
func Unmarked(text string) string {
	if place := markerPattern.FindStringIndex(text); place != nil {
		return text[:place[0]]
	}
	return strings.TrimRight(text, " \t\r\n")
}

func signature(key []byte, appID int64, object, purpose string) string {
	mac := hmac.New(sha256.New, key)
	// A hash never fails to take bytes.
	_, _ = fmt.Fprintf(mac, "upkeep:v1\x00%d\x00%s\x00%s", appID, object, purpose)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
