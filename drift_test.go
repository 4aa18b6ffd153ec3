package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/reconcile"
)

func TestDifferencesAreListed(t *testing.T) {
	t.Parallel()
	some := []reconcile.Difference{
		{Item: "acme/shop#1", Field: "Status", Is: "Todo", ShouldBe: "Done", Why: "closed as completed"},
		{Item: "acme/shop#12", Field: "Owner", ShouldBe: "Platform", Why: "the repository's owner"},
		{Item: "acme/shop#3", Is: "no card", ShouldBe: "a card", Why: "a child of Django\t\x1b[31m5.2"},
	}
	tests := map[string]struct {
		differences []reconcile.Difference
		format      string
		want        string
	}{
		"text": {some, "text", `
ITEM          FIELD       IS       SHOULD BE  WHY
acme/shop#1   Status      Todo     Done       closed as completed
acme/shop#12  Owner       (empty)  Platform   the repository's owner
acme/shop#3   (the card)  no card  a card     a child of Django  [31m5.2
`},
		"none":         {nil, "text", "\nEvery card is as it should be.\n"},
		"none as JSON": {[]reconcile.Difference{}, "json", "\n[]\n"},
		"JSON": {some[:1], "json", `
[
  {
    "item": "acme/shop#1",
    "field": "Status",
    "is": "Todo",
    "should_be": "Done",
    "why": "closed as completed"
  }
]
`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := printDifferences(&got, test.differences, test.format); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBoardPlace(t *testing.T) {
	t.Parallel()
	if got, err := parseBoard("acme/7"); err != nil || got != (boardPlace{"acme", 7}) {
		t.Errorf("acme/7 is %+v, %v", got, err)
	}
	for _, text := range []string{"acme", "acme/", "/7", "acme/0", "acme/-1", "acme/shop", "acme/7/views", ""} {
		var usage usageError
		if got, err := parseBoard(text); !errors.As(err, &usage) {
			t.Errorf("%q is %+v, %v; want a mistake in the command line", text, got, err)
		}
	}
}
