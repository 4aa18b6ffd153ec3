package emulator

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/ghclient"
)

func BenchmarkGraphQL(b *testing.B) {
	e := newGraphWorld(b)
	id := e.idOf(b, "acme/shop#2")
	documents := ghclient.Documents()
	benchmarks := []struct {
		name, document string
		variables      vars
	}{
		{"Issue", documents["Issue"], vars{"id": id, "own": []string{}, "items": true, "pullRequests": true, "subIssues": true, "comments": true}},
		{"States", documents["States"], vars{"ids": []string{id, id, id}}},
	}
	for _, bb := range benchmarks {
		b.Run(bb.name, func(b *testing.B) {
			if text := e.ask(b, appToken, bb.document, bb.variables); strings.Contains(text, `"errors"`) {
				b.Fatal(text)
			}
			b.ReportAllocs()
			for b.Loop() {
				e.ask(b, appToken, bb.document, bb.variables)
			}
		})
	}
}
