package emulator

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNodeIDsAreOfTheNewerForm packs what is inside of ids that GitHub's
// published examples have.
func TestNodeIDsAreOfTheNewerForm(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"U_kgAC":                       nodeID("U", 2),
		"PVT_kwAEAQ":                   nodeID("PVT", 4, 1),
		"PVT_kwDOAWcTxs07Gw":           nodeID("PVT", 23532486, 15131),
		"PVTI_lADOAWcTxs07G84AVqWu":    nodeID("PVTI", 23532486, 15131, 5678510),
		"PVTI_lADOAWcTxs4ACgDdzgBWqxo": nodeID("PVTI", 23532486, 655581, 5679898),
		"I_kwDOCG5vGM5La0aB":           nodeID("I", 141455128, 1265321601),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// unpack reads the MessagePack list of a node id.
func unpack(t *testing.T, id string) (prefix string, values []any) {
	t.Helper()
	prefix, text, _ := strings.Cut(id, "_")
	packed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(packed) == 0 || packed[0]&0xf0 != 0x90 {
		t.Fatalf("%s is no list: %v", id, err)
	}
	count, rest := int(packed[0]&0x0f), packed[1:]
	take := func(n int) []byte {
		taken := rest[:n]
		rest = rest[n:]
		return taken
	}
	for range count {
		switch kind := take(1)[0]; {
		case kind < 0x80:
			values = append(values, int64(kind))
		case kind == 0xcc:
			values = append(values, int64(take(1)[0]))
		case kind == 0xcd:
			values = append(values, int64(binary.BigEndian.Uint16(take(2))))
		case kind == 0xce:
			values = append(values, int64(binary.BigEndian.Uint32(take(4))))
		case kind == 0xcf:
			values = append(values, int64(binary.BigEndian.Uint64(take(8))))
		case kind == 0xda:
			values = append(values, string(take(int(binary.BigEndian.Uint16(take(2))))))
		case kind&0xe0 == 0xa0:
			values = append(values, string(take(int(kind&0x1f))))
		default:
			t.Fatalf("%s has a value of kind %x", id, kind)
		}
	}
	if len(rest) > 0 {
		t.Errorf("%s has %d bytes too many", id, len(rest))
	}
	return prefix, values
}

// TestEveryObjectHasANodeIDOfItsType looks into all ids of a world.
func TestEveryObjectHasANodeIDOfItsType(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	if err := e.Review("olga", shop(3), "approved", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.CreateMilestone("olga", "acme/shop", "5.2"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.AddDraft("olga", boardOne, "A thought", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.CreateBoard("olga", "acme", "Roadmap"); err != nil {
		t.Fatal(err)
	}
	prefixes := map[string]map[string]bool{}
	for id, is := range e.nodes {
		prefix, values := unpack(t, id)
		kind := strings.TrimPrefix(fmt.Sprintf("%T", is), "*emulator.")
		if prefixes[kind] == nil {
			prefixes[kind] = map[string]bool{}
		}
		prefixes[kind][prefix] = true
		if values[0] != int64(0) || len(values) < 2 {
			t.Errorf("%s is of %v", id, values)
		}
	}
	got := map[string]string{}
	for kind, found := range prefixes {
		got[kind] = strings.Join(slices.Sorted(maps.Keys(found)), " ")
	}
	want := map[string]string{
		"board": "PVT", "boardView": "PVTV", "comment": "IC", "draftIssue": "DI", "field": "PVTF PVTSSF", "issue": "I PR", "item": "PVTI",
		"label": "LA", "milestone": "MI", "organization": "O", "repository": "R", "review": "PRR", "user": "BOT U",
		"value": "PVTFDV PVTFNV PVTFSV PVTFTV", "workflow": "PWF",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prefixes by type (-want +got):\n%s", diff)
	}
	r := e.findRepository("acme", "shop")
	for id, want := range map[string]string{
		refNodeID(r, "main"): fmt.Sprintf("REF [0 %d refs/heads/main]", r.id),
		r.head().nodeID(r):   fmt.Sprintf("C [0 %d %s]", r.id, r.head().sha),
	} {
		if prefix, values := unpack(t, id); fmt.Sprint(prefix, " ", values) != want {
			t.Errorf("%s is %s %v, want %s", id, prefix, values, want)
		}
	}
}

// TestLargeIDsGoToAndFro wants issues, comments and deliveries with ids that no
// float64 holds, and each to be found by the id that it was told under.
func TestLargeIDsGoToAndFro(t *testing.T) {
	t.Parallel()
	e := New(t, graphWorld)
	e.tokens[appToken] = &token{text: appToken, installation: e.findOrganization("acme").installation, expiresAt: e.now().AddDate(0, 0, 1)}
	large := map[string]int{}
	for n := range 30 {
		var issue, comment struct{ ID int64 }
		read := func(path, body string, into any) {
			t.Helper()
			answer := send(t, e, appToken, "POST", "/v3/repos/acme/shop/issues"+path, body)
			if err := json.Unmarshal([]byte(answer.text), into); err != nil || answer.status != 201 {
				t.Fatalf("%d %s, %v", answer.status, answer.text, err)
			}
		}
		read("", fmt.Sprintf(`{"title": "Issue %d"}`, n), &issue)
		read("/1/comments", `{"body": "Text"}`, &comment)
		read("/1/dependencies/blocked_by", fmt.Sprintf(`{"issue_id": %d}`, issue.ID), &struct{}{})
		for what, id := range map[string]int64{"issues": issue.ID, "comments": comment.ID} {
			if id > beyondDoubles && int64(float64(id)) != id {
				large[what]++
			}
		}
		one := send(t, e, appToken, "GET", fmt.Sprintf("/v3/repos/acme/shop/issues/comments/%d", comment.ID), "")
		if !strings.Contains(one.text, fmt.Sprintf(`"id":%d,`, comment.ID)) {
			t.Errorf("comment %d is read as %d %s", comment.ID, one.status, one.text)
		}
	}
	if large["issues"] == 0 || large["comments"] == 0 {
		t.Errorf("large ids: %v", large)
	}
	for _, d := range e.Pending() {
		if d.ID <= beyondDoubles {
			t.Errorf("delivery %d", d.ID)
		}
	}
	if blockers := e.findIssue(shop(1)).blockedBy; len(blockers) != 30 {
		t.Errorf("%d blockers were found by their ids", len(blockers))
	}
}
