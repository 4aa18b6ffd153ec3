package checkup

import (
	"fmt"
	"time"
)

// Queue is what the server has still to do, and what it has given up on.
type Queue struct {
	Now time.Time
	// Halted says that all writes are stopped: nobody works on keys then.
	Halted bool
	// Oldest is since when a key is due that nobody works on; zero for none.
	Oldest time.Time
	// Waiting are the keys that wait for their time.
	Waiting int
	// Parked are the keys that wait for somebody, with the reason.
	Parked []string
	// Unread is when the oldest delivery came that is not read yet; zero for none.
	Unread time.Time
	// ParkedDeliveries could not be read, with the reason.
	ParkedDeliveries []string
	// Conflicts are deliveries that came with another body under a known GUID.
	Conflicts int
}

const (
	// late is how long a key may be due, and a delivery lie unread, in a server
	// that works.
	late = 5 * time.Minute
	// shownParked are how many parked things are named.
	shownParked = 3
)

// Findings say whether the server keeps up.
func (q Queue) Findings() []Finding {
	findings := []Finding{q.keys(), q.deliveries()}
	if len(q.Parked) > 0 {
		findings = append(findings, warning("parked keys", fmt.Sprintf("%d: %s", len(q.Parked), some(q.Parked, shownParked)),
			"see to the reasons, which `upkeep parked` lists; a change on GitHub or `upkeep replay` has them tried again"))
	}
	if len(q.ParkedDeliveries) > 0 {
		findings = append(findings, warning("parked deliveries", fmt.Sprintf("%d could not be read: %s", len(q.ParkedDeliveries), some(q.ParkedDeliveries, shownParked)),
			"`upkeep parked` lists them; report the reason, and `upkeep replay` them with a version that can read them"))
	}
	if q.Conflicts > 0 {
		findings = append(findings, warning("deliveries under a known id", fmt.Sprintf("%d came with another body, and were not handled", q.Conflicts),
			"somebody who has the webhook secret may have sent them: change the secret"))
	}
	return findings
}

func (q Queue) keys() Finding {
	const about = "keys"
	if q.Halted {
		return ok(about, "they wait until writes go on")
	}
	if !q.Oldest.IsZero() && q.Now.Sub(q.Oldest) > late {
		return wrong(about, "one is due since "+lasting(q.Now.Sub(q.Oldest))+": nobody works, or not fast enough", "see that the server runs, and its log")
	}
	return ok(about, "none is late, %d wait for their time", q.Waiting)
}

func (q Queue) deliveries() Finding {
	const about = "deliveries"
	if !q.Unread.IsZero() && q.Now.Sub(q.Unread) > late {
		return wrong(about, "one lies unread since "+lasting(q.Now.Sub(q.Unread)), "see that the server runs, and its log")
	}
	return ok(about, "none lies unread")
}
