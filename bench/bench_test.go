package main

import (
	"bufio"
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMeasureTakesMediansInTurns(t *testing.T) {
	t.Parallel()
	var order []string
	player := func(name string, figures ...[]float64) contestant {
		round := 0
		return contestant{name, func(context.Context) ([]float64, error) {
			order = append(order, name)
			round++
			return figures[round-1], nil
		}}
	}
	c := comparison{
		quantities: []quantity{{"", "per s"}, {"_p99", "ms"}},
		baseline:   player("A", []float64{10, 1}, []float64{90, 4}, []float64{20, 3}),
		against:    []contestant{player("B", []float64{5, 6}, []float64{4, 90}, []float64{8, 2})},
	}
	got, err := c.measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []entry{{"B", 5, "per s", 20, 0.25}, {"B_p99", 6, "ms", 3, 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if got := strings.Join(order, ""); got != "ABABAB" {
		t.Errorf("ran in the order %s", got)
	}
}

func TestBareChecksTheSignature(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func([]byte) []byte
		want   int
	}{
		"as sent":      {func(b []byte) []byte { return b }, http.StatusAccepted},
		"changed body": {func(b []byte) []byte { return bytes.Replace(b, []byte("closed"), []byte("opened"), 1) }, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(c.change(newRequest(1).next()))))
			if err != nil {
				t.Fatal(err)
			}
			answer := httptest.NewRecorder()
			new(bare).ServeHTTP(answer, request)
			if answer.Code != c.want {
				t.Errorf("answered %d, want %d", answer.Code, c.want)
			}
		})
	}
}

func TestGUIDsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for connection := range 3 {
		r := newRequest(connection)
		for range 100 {
			r.next()
			seen[string(r.guid)] = true
		}
	}
	if len(seen) != 300 {
		t.Errorf("300 requests had %d GUIDs", len(seen))
	}
}

func TestOneBoxOfManyIsEdited(t *testing.T) {
	t.Parallel()
	body := thousandItems()
	if boxes := strings.Count(body, "- [ ] "); boxes != 1000 || len(body) < 60<<10 || len(body) > textSize {
		t.Errorf("the body has %d boxes in %d bytes", boxes, len(body))
	}
	if changed := strings.Count(editOneBox(body, roadmap()), "- [x] "); changed != 1 {
		t.Errorf("%d boxes were changed", changed)
	}
}
