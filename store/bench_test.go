package store_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func BenchmarkAccept(b *testing.B) {
	for _, d := range databases() {
		b.Run(d.name, func(b *testing.B) {
			s := open(b, d.url(b), time.Now)
			payload := payloadLike(14 << 10)
			var next atomic.Int64
			b.SetBytes(int64(len(payload)))
			b.ResetTimer()
			b.SetParallelism(32) // times two cores: 64 connections
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					got, err := s.Accept(context.Background(), store.Delivery{
						GUID: fmt.Sprint(next.Add(1)), HookID: 1, Event: "issues", Payload: payload,
						Headers: map[string]string{"User-Agent": "GitHub-Hookshot/1"},
					})
					if err != nil || got != store.AcceptedNew {
						b.Errorf("accepted as %q: %v", got, err)
					}
				}
			})
		})
	}
}

// payloadLike makes text that compresses about as well as GitHub's payloads.
func payloadLike(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	for text.Len() < size {
		fmt.Fprintf(&text, `{"url":"https://example.org/repos/%x","id":%d,"open":true},`, random.Uint64(), random.Uint32())
	}
	return text.Bytes()[:size]
}

func BenchmarkKey(b *testing.B) {
	for _, d := range databases() {
		b.Run(d.name, func(b *testing.B) {
			s, ctx := open(b, d.url(b), time.Now), context.Background()
			b.ResetTimer()
			for n := range b.N {
				key := upgrade.IssueKey(upgrade.NodeID(fmt.Sprint(n % 1000)))
				if err := s.Trigger(ctx, upgrade.Trigger{Key: key, Installation: 1}); err != nil {
					b.Fatal(err)
				}
				claims, err := s.Claim(ctx, 1, time.Minute)
				if err != nil || len(claims) != 1 {
					b.Fatalf("claimed %v: %v", claims, err)
				}
				if _, err := s.Bases(ctx, "x"); err != nil {
					b.Fatal(err)
				}
				if err := s.Done(ctx, claims[0], "done"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
