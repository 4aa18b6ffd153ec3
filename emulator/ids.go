package emulator

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
)

// beyondDoubles is the first number that a float64 cannot tell from its
// successor. Clients that read ids through one break on GitHub's delivery ids.
const beyondDoubles = int64(1) << 53

// ids makes every id of an Emulator. Each kind of object has its own series, so
// that an id depends on the seed and on how many of its kind were made before.
type ids struct {
	seed   uint64
	series map[string]*series
	// given are ids that a file has for the next object of a kind; see give.
	given map[string]int64
	// known are the ids of objects that were loaded, by kind. Only while a file
	// is loaded those from the series are added.
	known   map[string]map[int64]bool
	loading bool
	// taken are the random texts that a file has, by kind.
	taken map[string]map[string]bool
}

type series struct {
	source *rand.PCG
	random *rand.Rand
	last   int64
}

func newIDs(seed int64) ids {
	return ids{
		seed: uint64(seed), series: map[string]*series{}, given: map[string]int64{},
		known: map[string]map[int64]bool{}, taken: map[string]map[string]bool{},
	}
}

func (s *ids) of(kind string) *series {
	if found := s.series[kind]; found != nil {
		return found
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind))
	source := rand.NewPCG(s.seed, h.Sum64())
	made := &series{source: source, random: rand.New(source)}
	made.last = 1_000_000 + made.random.Int64N(400_000_000)
	s.series[kind] = made
	return made
}

// largeKinds are those of which large makes the ids.
var largeKinds = []string{"issue", "comment"}

// number is the next database id of a kind: rising, below 2^31 unless a file
// has gone further.
func (s *ids) number(kind string) int64 {
	return s.draw(kind, func(n int64) int64 { return n })
}

// large is the next database id of a kind of which every fifth is above 2^53.
func (s *ids) large(kind string) int64 {
	return s.draw(kind, func(n int64) int64 {
		if s.of(kind).random.IntN(5) == 0 {
			return beyondDoubles + 2*n + 1
		}
		return n
	})
}

// draw is the id that a file gives, or one from the series that no loaded object has.
func (s *ids) draw(kind string, shape func(int64) int64) int64 {
	if id, found := s.given[kind]; found {
		delete(s.given, kind)
		return id
	}
	for {
		if id := shape(s.next(kind)); !s.known[kind][id] {
			s.note(kind, id)
			return id
		}
	}
}

func (s *ids) next(kind string) int64 {
	of := s.of(kind)
	of.last += 1 + of.random.Int64N(97)
	return of.last
}

func (s *ids) note(kind string, id int64) {
	if !s.loading {
		return
	}
	if s.known[kind] == nil {
		s.known[kind] = map[int64]bool{}
	}
	s.known[kind][id] = true
}

// maxID bounds the ids of a file, so that the series behind them has room.
const maxID = int64(1) << 61

// give makes id the next one of a kind; 0 leaves it to the series. Two objects
// of a kind cannot have the same.
func (s *ids) give(kind string, id int64) error {
	if id == 0 {
		return nil
	}
	if err := s.claim(kind, id); err != nil {
		return err
	}
	s.given[kind] = id
	return nil
}

// claim is give for an object that does not ask for its id. The series goes on
// behind it.
func (s *ids) claim(kind string, id int64) error {
	switch {
	case id < 1 || id > maxID:
		return fmt.Errorf("id %d: an id is from 1 to %d", id, maxID)
	case s.known[kind][id]:
		return fmt.Errorf("id %d: another %s has it; leave one out to have it made", id, kind)
	}
	s.note(kind, id)
	rank := id
	if id > beyondDoubles && contains(largeKinds, kind) {
		rank = (id - beyondDoubles) / 2
	}
	s.of(kind).last = max(s.of(kind).last, rank)
	return nil
}

// hex is a string of n random hexadecimal digits, none that a file has.
func (s *ids) hex(kind string, n int) string {
	raw := make([]byte, (n+1)/2)
	for {
		for i := range raw {
			raw[i] = byte(s.of(kind).random.Uint32())
		}
		if made := hex.EncodeToString(raw)[:n]; !s.taken[kind][made] {
			return made
		}
	}
}

// claimHex keeps hex from making a text of n digits that a file has.
func (s *ids) claimHex(kind, text string, n int) error {
	if raw, err := hex.DecodeString(text); err != nil || len(raw)*2 != n || hex.EncodeToString(raw) != text {
		return fmt.Errorf("%q is not %d hexadecimal digits, 0 to 9 and a to f", text, n)
	}
	if s.taken[kind] == nil {
		s.taken[kind] = map[string]bool{}
	}
	s.taken[kind][text] = true
	return nil
}

// guid names a delivery.
func (s *ids) guid() string {
	h := s.hex("guid", 32)
	return fmt.Sprintf("%s-%s-11f0-%s-%s", h[:8], h[8:12], h[12:16], h[16:28])
}

// nodeID makes an id in GitHub's newer form: a prefix for the type, then a
// MessagePack list of 0, the database ids of what the object is in, and its own.
func nodeID(prefix string, path ...int64) string {
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(packIDs([]byte{0x90 | byte(len(path)+1)}, path))
}

// namedNodeID is nodeID for what has a name instead of a database id, such as a
// branch or a commit.
func namedNodeID(prefix, name string, path ...int64) string {
	packed := packIDs([]byte{0x90 | byte(len(path)+2)}, path)
	if len(name) < 32 {
		packed = append(packed, 0xa0|byte(len(name)))
	} else {
		packed = binary.BigEndian.AppendUint16(append(packed, 0xda), uint16(len(name)))
	}
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(append(packed, name...))
}

// packIDs appends 0 and the ids, each in as few bytes as MessagePack has for it.
func packIDs(packed []byte, path []int64) []byte {
	packed = append(packed, 0)
	for _, n := range path {
		switch {
		case n < 1<<7:
			packed = append(packed, byte(n))
		case n < 1<<8:
			packed = append(packed, 0xcc, byte(n))
		case n < 1<<16:
			packed = binary.BigEndian.AppendUint16(append(packed, 0xcd), uint16(n))
		case n < 1<<32:
			packed = binary.BigEndian.AppendUint32(append(packed, 0xce), uint32(n))
		default:
			packed = binary.BigEndian.AppendUint64(append(packed, 0xcf), uint64(n))
		}
	}
	return packed
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
