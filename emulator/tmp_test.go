package emulator

import ("testing"; "github.com/upkeep-app/upkeep/ghclient")

func TestTmp(t *testing.T) {
	s, err := parseSchema()
	if err != nil { t.Fatal(err) }
	for n, d := range ghclient.Documents() {
		for _, e := range s.Validate(d) { t.Error(n, e) }
	}
}
func BenchmarkParse(b *testing.B) { for range b.N { parseSchema() } }
