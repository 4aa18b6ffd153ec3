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
}

type series struct {
	random *rand.Rand
	last   int64
}

func newIDs(seed int64) ids {
	return ids{seed: uint64(seed), series: map[string]*series{}}
}

func (s *ids) of(kind string) *series {
	if found := s.series[kind]; found != nil {
		return found
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind))
	made := &series{random: rand.New(rand.NewPCG(s.seed, h.Sum64()))}
	made.last = 1_000_000 + made.random.Int64N(400_000_000)
	s.series[kind] = made
	return made
}

// number is the next database id of a kind: rising, below 2^31.
func (s *ids) number(kind string) int64 {
	of := s.of(kind)
	of.last += 1 + of.random.Int64N(97)
	return of.last
}

// large is the next database id of a kind of which every fifth is above 2^53.
func (s *ids) large(kind string) int64 {
	n := s.number(kind)
	if s.of(kind).random.IntN(5) == 0 {
		return beyondDoubles + 2*n + 1
	}
	return n
}

// hex is a string of n random hexadecimal digits.
func (s *ids) hex(kind string, n int) string {
	raw := make([]byte, (n+1)/2)
	for i := range raw {
		raw[i] = byte(s.of(kind).random.Uint32())
	}
	return hex.EncodeToString(raw)[:n]
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
