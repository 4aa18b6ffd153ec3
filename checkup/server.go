package checkup

import "fmt"

// Server is the program itself: its settings, and whether it runs.
type Server struct {
	Version string
	// Problems are what is wrong with the settings.
	Problems []string
	// Registered says that the settings tell of a GitHub App.
	Registered bool
	// MarkerKeys are how many keys sign the app's marks; MarkersDerived says that
	// the only one comes from the app's private key.
	MarkerKeys     int
	MarkersDerived bool
	// Address is where the server listens; Status and Answer are what its /readyz
	// said there, Status 0 when nothing answered. Empty when the settings do not say.
	Address string
	Status  int
	Answer  string
}

// Findings say how the server stands.
func (s Server) Findings() []Finding {
	findings := []Finding{ok("version", "%s", s.Version)}
	if s.Address != "" {
		findings = append(findings, s.running())
	}
	for _, problem := range s.Problems {
		findings = append(findings, wrong("settings", problem, "set it right where the server's settings are: its environment, or the file that UPKEEP_CONFIG names"))
	}
	switch {
	case len(s.Problems) > 0:
		return findings
	case !s.Registered:
		return append(findings, wrong("GitHub App", "none is set up", "run `upkeep serve` and open the link that it prints, or set the id, a private key and the webhook secret of one"))
	default:
		return append(findings, ok("settings", "complete"), s.markers())
	}
}

func (s Server) markers() Finding {
	const about = "marker keys"
	if s.MarkersDerived {
		return ok(about, "derived from the private key; set UPKEEP_MARKER_KEYS before that key is replaced")
	}
	return ok(about, "%d of their own", s.MarkerKeys)
}

// Forgotten is the finding about marker keys that have signed and are not among
// those of the settings.
func Forgotten(keys int) Finding {
	return warning("marks", "signed with "+counted(keys, "key")+" that the settings do not have: if the database were lost, the app would not know its own texts",
		"add the earlier key to UPKEEP_MARKER_KEYS, behind the present one; one that was derived from an earlier private key is gone with that")
}

// What /readyz answers, as HTTP's status.
const (
	answeredReady    = 200
	answeredNotReady = 503
)

func (s Server) running() Finding {
	about := "running at " + s.Address
	switch s.Status {
	case answeredReady:
		return ok(about, "it is ready")
	case 0:
		return warning(about, "nothing answers there", "start `upkeep serve`, unless it runs on another machine or in another container")
	case answeredNotReady:
		return wrong(about, "it is not ready: "+s.Answer, "see what else is wrong here, and the server's log")
	default:
		return wrong(about, fmt.Sprintf("what answers there is not Upkeep: %d", s.Status), "give the server another address by UPKEEP_ADDR, or end what has this one")
	}
}

// Halt is what stops all writes.
type Halt struct {
	// Settings says that the settings of the server do, Flag that `upkeep halt` does.
	Settings, Flag bool
}

// Findings say whether the app may write at all.
func (h Halt) Findings() []Finding {
	const about = "writes"
	var findings []Finding
	if h.Settings {
		findings = append(findings, warning(about, "all are stopped by UPKEEP_HALT", "take it out of the settings and start the server anew, when they may go on"))
	}
	if h.Flag {
		findings = append(findings, warning(about, "all are stopped by `upkeep halt`", "run `upkeep halt --off` when they may go on"))
	}
	if len(findings) == 0 {
		return []Finding{ok(about, "not stopped")}
	}
	return findings
}
