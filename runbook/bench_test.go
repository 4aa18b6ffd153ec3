package runbook_test

import (
	"testing"
)

func BenchmarkNewMatcher(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		usual()
	}
}

func BenchmarkMatch(b *testing.B) {
	m := usual()
	for name, text := range map[string]string{
		"child": "Upgrade the credentials service to Django 5.2: https://github.com/o/credentials/issues/5",
		"name":  "app-501",
		"step":  "Deploy all of the updated services (#5)",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Match(text)
			}
		})
	}
}
