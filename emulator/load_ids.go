package emulator

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// seriesFile is how far a series of ids has got.
type seriesFile struct {
	Last   int64  `yaml:"last"`
	Random string `yaml:"random"` // the state of its generator, in hexadecimal digits
}

// keptSeries are the kinds whose series a dump has, so that a loaded GitHub
// goes on with new ids: also webhook receivers that remember the GUIDs of what
// they have seen take its deliveries for new. Those that make tokens and
// secrets are left out, so that a dump gives none away.
var keptSeries = []string{
	"account", "app", "board", "client", "comment", "delivery", "draft", "edit", "event", "field", "guid", "hook", "installation",
	"issue", "item", "iteration", "label", "milestone", "option", "pull", "reaction", "repository", "review", "sha", "team",
	"value", "view", "workflow",
}

func (d *dumper) series() (map[string]seriesFile, error) {
	kept := map[string]seriesFile{}
	for _, kind := range keptSeries {
		of := d.ids.series[kind]
		if of == nil {
			continue
		}
		state, err := of.source.MarshalBinary()
		if err != nil {
			return nil, fmt.Errorf("write the series of %s ids: %w", kind, err)
		}
		kept[kind] = seriesFile{Last: of.last, Random: hex.EncodeToString(state)}
	}
	return kept, nil
}

// begin sets how far the series have got. A dump's are refused where others
// have begun.
func (l *loader) begin(files map[string]seriesFile) error {
	if len(files) > 0 && len(l.nodes) > 0 {
		return errors.New("ids: a dump is loaded before other files, or without its ids")
	}
	for _, kind := range slices.Sorted(maps.Keys(files)) {
		source, err := files[kind].source()
		switch f := files[kind]; {
		case !contains(keptSeries, kind):
			return fmt.Errorf("ids: there is no series %q", kind)
		case err != nil:
			return fmt.Errorf("ids: random of %s is none that a dump has: %w", kind, err)
		case f.Last < 0 || f.Last > maxID:
			return fmt.Errorf("ids: last of %s is from 0 to %d, not %d", kind, maxID, f.Last)
		default:
			l.ids.series[kind] = &series{source: source, random: rand.New(source), last: f.Last}
		}
	}
	return nil
}

// rewind forgets what was drawn from the series while the file was loaded:
// ids that it has, and texts that have replaced those.
func (l *loader) rewind(files map[string]seriesFile) {
	for kind, f := range files {
		if source, err := f.source(); err == nil { // begin has looked
			l.ids.series[kind].source, l.ids.series[kind].random = source, rand.New(source)
		}
	}
}

func (f seriesFile) source() (*rand.PCG, error) {
	state, err := hex.DecodeString(f.Random)
	if err != nil {
		return nil, err
	}
	source := new(rand.PCG)
	return source, source.UnmarshalBinary(state)
}
