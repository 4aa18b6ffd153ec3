package emulator

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

func chaosPages() []pageRoute {
	return []pageRoute{
		onPage("GET emulator/chaos", showChaos),
		onPage("POST emulator/chaos", settingsForm),
		onPage("POST emulator/chaos/rates", ratesForm),
		onPage("GET emulator/not-emulated", showUnserved),
	}
}

// faultsShown is how many of the latest faults the page of the chaos lists.
const faultsShown = 100

// chaosData is the page of the chaos switches.
type chaosData struct {
	Settings, Replay string
	Presets          []labelChoice
	Rates            []rateLine
	Faults           []chaos.Fault // the newest first
}

// rateLine is the switch of one kind of fault.
type rateLine struct{ Kind, What, Rate string }

// faultWords say what each kind of fault is.
var faultWords = map[chaos.Kind]string{
	chaos.Error: "an error instead of an answer; nothing was done", chaos.ErrorAfter: "an error in answer to a write that was done",
	chaos.Hang: "no answer; nothing was done", chaos.HangAfter: "no answer to a write that was done",
	chaos.Cut: "the connection closes; nothing was done", chaos.CutAfter: "the connection closes after a write that was done",
	chaos.Truncate: "an answer that ends in the middle", chaos.HTML: "a web page where JSON was due",
	chaos.Limit: "a rate limit out of the blue", chaos.Forbid: "the permission to write is lost for a while",
	chaos.BatchFail: "an error after some of a document's mutations", chaos.BatchPart: "some of a document's mutations fail",
	chaos.QueryPart: "only a part of a query is answered", chaos.Lag: "reads lag behind a change",
	chaos.Duplicate: "a delivery comes twice", chaos.Reorder: "later deliveries overtake one",
	chaos.Delay: "a delivery comes late", chaos.Lost: "a delivery does not arrive",
}

func showChaos(v *visit) (screen, error) {
	settings := v.options.Chaos
	d := chaosData{Settings: settings.String(), Faults: v.ChaosLog()}
	d.Replay = fmt.Sprintf("--seed %d --chaos %s --limits %s", v.options.Seed, d.Settings, v.Limits())
	for _, name := range chaos.Presets() {
		preset, err := chaos.Parse(name)
		d.Presets = append(d.Presets, labelChoice{Name: name, Chosen: err == nil && preset.String() == d.Settings})
	}
	for _, kind := range chaos.Kinds() {
		rate := strconv.FormatFloat(settings.Rates[kind], 'g', -1, 64)
		d.Rates = append(d.Rates, rateLine{string(kind), faultWords[kind], rate})
	}
	slices.Reverse(d.Faults)
	d.Faults = d.Faults[:min(len(d.Faults), faultsShown)]
	return shows("chaos", "Chaos", d)
}

// settingsForm takes all settings as one text, such as the name of a preset.
func settingsForm(v *visit) (screen, error) {
	settings, err := chaos.Parse(v.posted("settings"))
	if err != nil {
		return after("/emulator/chaos", "", invalid(err.Error()))
	}
	return v.startChaos(settings)
}

// ratesForm sets how often each kind happens and leaves the other settings.
func ratesForm(v *visit) (screen, error) {
	settings := v.options.Chaos
	settings.Rates = maps.Clone(settings.Rates)
	if settings.Rates == nil {
		settings.Rates = map[chaos.Kind]float64{}
	}
	for _, kind := range chaos.Kinds() {
		rate, err := strconv.ParseFloat(strings.TrimSpace(v.form.Get(string(kind))), 64)
		if err != nil || math.IsNaN(rate) || rate < 0 || rate > 1 {
			return after("/emulator/chaos", "", invalid(string(kind)+" is to be from 0, never, to 1, always"))
		}
		settings.Rates[kind] = rate
	}
	return v.startChaos(settings)
}

func (v *visit) startChaos(settings chaos.Settings) (screen, error) {
	v.setChaos(settings)
	if settings.Off() {
		return after("/emulator/chaos", "Nothing goes wrong from now on.", nil)
	}
	return after("/emulator/chaos", "From now on: "+settings.String(), nil)
}

// showUnserved lists what was asked of the API and is not emulated.
func showUnserved(v *visit) (screen, error) {
	return shows("unserved", "Not emulated", v.unserved)
}
