package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"time"

	"go.yaml.in/yaml/v3"
)

// Dump writes the whole GitHub as YAML that Load reads: what is loaded into an
// empty Emulator is the same GitHub, with the same ids and times, and new
// objects get the ids that they would have got here.
//
// Left out are secrets, so that a dump can be shown to anybody: the app's key,
// its client secret and the webhooks' secret, installation tokens, and what
// signs people in. So are the deliveries, pending and sent, what is left of rate limits, the
// progress of chaos, and the logs of writes and crossed limits. All that is
// the server's or begins anew.
func (e *Emulator) Dump() ([]byte, error) {
	f, err := e.dumped()
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	return f.encode()
}

// encode writes a file as YAML.
func (f file) encode() ([]byte, error) {
	root, err := asNode(reflect.ValueOf(f))
	if err != nil {
		return nil, fmt.Errorf("write the state as YAML: %w", err)
	}
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(root), encoder.Close()); err != nil {
		return nil, fmt.Errorf("write the state as YAML: %w", err)
	}
	return text.Bytes(), nil
}

// dumped is the state as a file, which shares nothing that changes.
func (e *Emulator) dumped() (file, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.dumpFile()
}

// dumpFile is dumped with the mutex held.
func (e *Emulator) dumpFile() (file, error) {
	d := &dumper{Emulator: e, former: e.formerNames()}
	all := e.organizations()
	if len(all) > 0 {
		d.at = all[0].createdAt
	}
	f := file{Time: d.at, ItemLimit: e.options.ItemLimit, App: d.appFile(), People: d.people()}
	if mode := e.limits.Mode(); mode != "" {
		f.Limits = mode.String()
	}
	if settings := e.options.Chaos; !settings.Off() {
		f.Chaos = &settings
	}
	var err error
	if f.IDs, err = d.series(); err != nil {
		return f, err
	}
	for _, o := range all {
		f.Organizations = append(f.Organizations, placed[organizationFile]{of: d.organization(o)})
	}
	return f, nil
}

// dumper carries one Dump. The mutex is held.
type dumper struct {
	*Emulator
	at     time.Time // what times are that the file leaves out
	former map[*repository][]string
}

// unless is a time, left out where it is what a file without it stands for.
func (d *dumper) unless(t, other time.Time) time.Time {
	if t.Equal(other) {
		return time.Time{}
	}
	return t
}
