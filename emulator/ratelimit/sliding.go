package ratelimit

import "time"

// slots is how many parts a sliding window has. One more is kept, so that what
// is counted always covers the whole window, at most one part too much.
const slots = 60

// sliding counts what happened in a window that ends now.
type sliding struct {
	slot   time.Duration // the length of a part
	newest int64         // the number of the part that is filled now
	counts [slots + 1]int32
}

func newSliding(window time.Duration) *sliding { return &sliding{slot: window / slots} }

// turn drops the parts that are over. A clock that goes back changes nothing.
func (s *sliding) turn(now time.Time) {
	current := now.UnixNano() / int64(s.slot)
	if s.newest == 0 || current-s.newest > slots {
		s.counts, s.newest = [slots + 1]int32{}, max(current, s.newest)
		return
	}
	for s.newest < current {
		s.newest++
		*s.part(s.newest) = 0
	}
}

func (s *sliding) part(number int64) *int32 {
	const kept = slots + 1
	return &s.counts[(number%kept+kept)%kept]
}

// add counts n more.
func (s *sliding) add(now time.Time, n int) {
	s.turn(now)
	*s.part(s.newest) += int32(n)
}

// room is when n more keep within the limit: now when they do already.
func (s *sliding) room(now time.Time, n, limit int) time.Time {
	s.turn(now)
	total := n
	for _, count := range s.counts {
		total += int(count)
	}
	if total <= limit {
		return now
	}
	for number := s.newest - slots; number <= s.newest; number++ {
		total -= int(*s.part(number))
		if total <= limit {
			return time.Unix(0, (number+slots+1)*int64(s.slot))
		}
	}
	return now.Add(slots * s.slot) // n alone is too much, however long one waits
}
