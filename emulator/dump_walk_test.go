package emulator

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// leftOut are the fields of the state that no dump has, each with its reason.
var leftOut = map[string]string{
	"Emulator.ids":            "TestLoadedGoesOnAlike",
	"Emulator.tokens":         "they give access",
	"Emulator.signIns":        "they give access",
	"Emulator.personalTokens": "they give access",
	"Emulator.registrations":  "their codes give access",
	"Emulator.rendered":       "a cache",
	"Emulator.writes":         "a log for tests",
	"Emulator.unserved":       "a log",
	"Emulator.log":            "deliveries begin anew",
	"Emulator.wake":           "a signal",
	"Emulator.trouble":        "chaos begins anew",
	"app.key":                 "a secret",
	"app.publicKey":           "goes with the key",
	"app.clientSecret":        "a secret",
}

// walker compares two states, field by field, from one Emulator down.
type walker struct {
	a, b    *Emulator
	pairs   map[original]original
	set     map[string]bool // the fields that some object has set
	fields  map[string]bool // all fields of the types met
	differ  []string
	inspect []step
}

type step struct {
	a, b reflect.Value
	path string
}

// Walk compares the states of two emulators. It returns what differs, and the
// fields of which no object has one that is set, so that nothing is known of them.
func Walk(a, b *Emulator) (differ, unset []string) {
	w := &walker{a: a, b: b, pairs: map[original]original{}, set: map[string]bool{}, fields: map[string]bool{}}
	isState := false
	from, to := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for n := range from.NumField() {
		name := from.Type().Field(n).Name
		if _, out := leftOut["Emulator."+name]; isState && !out {
			w.compare(opened(from.Field(n)), opened(to.Field(n)), name)
		}
		isState = isState || name == "mu"
	}
	for len(w.inspect) > 0 && len(w.differ) < 20 {
		next := w.inspect[len(w.inspect)-1]
		w.inspect = w.inspect[:len(w.inspect)-1]
		w.compare(next.a, next.b, next.path)
	}
	for _, name := range slices.Sorted(maps.Keys(w.fields)) {
		if _, out := leftOut[name]; !out && !w.set[name] {
			unset = append(unset, name)
		}
	}
	return w.differ, unset
}

func (w *walker) differs(path string, a, b any) {
	w.differ = append(w.differ, fmt.Sprintf("%s: %v became %v", path, a, b))
}

func (w *walker) compare(a, b reflect.Value, path string) {
	if a.Type() != b.Type() {
		w.differs(path, a.Type(), b.Type())
		return
	}
	switch a.Kind() {
	case reflect.Pointer:
		w.pointers(a, b, path)
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				w.differs(path, a, b)
			}
			return
		}
		w.compare(a.Elem(), b.Elem(), path)
	case reflect.Struct:
		w.structs(a, b, path)
	case reflect.Slice:
		if a.Len() != b.Len() || a.IsNil() != b.IsNil() && strings.HasSuffix(path, ".selected") {
			w.differs(path, a.Len(), b.Len())
			return
		}
		for n := range a.Len() {
			w.compare(a.Index(n), b.Index(n), fmt.Sprintf("%s[%d]", path, n))
		}
	case reflect.Map:
		w.maps(a, b, path)
	default:
		if !a.Equal(b) {
			w.differs(path, a, b)
		}
	}
}

// pointers compares what two pointers lead to, later and once.
func (w *walker) pointers(a, b reflect.Value, path string) {
	if a.IsNil() || b.IsNil() {
		if a.IsNil() != b.IsNil() {
			w.differs(path, a, b)
		}
		return
	}
	if was, now := w.lost(a), w.lost(b); was != "" || now != "" {
		if was != now {
			w.differs(path, was, now)
		}
		return
	}
	if known, found := w.pairs[originalOf(a)]; found {
		// Equal files may well be one.
		if known != originalOf(b) && a.Type() != reflect.TypeFor[*blob]() {
			w.differs(path, "one object", "two")
		}
		return
	}
	w.pairs[originalOf(a)] = originalOf(b)
	w.inspect = append(w.inspect, step{reflect.NewAt(a.Type().Elem(), a.UnsafePointer()).Elem(), reflect.NewAt(b.Type().Elem(), b.UnsafePointer()).Elem(), path})
}

// lost says all that is kept of an object that was deleted; "" for what is there.
func (w *walker) lost(v reflect.Value) string {
	switch of := reflect.NewAt(v.Type().Elem(), v.UnsafePointer()).Interface().(type) {
	case *issue:
		if of.isGone() {
			return of.ref().String()
		}
	case *board:
		if w.a.nodes[of.nodeID] != any(of) && w.b.nodes[of.nodeID] != any(of) {
			return fmt.Sprint(boardName(of), of.title, of.public)
		}
	case *commit:
		for _, e := range []*Emulator{w.a, w.b} {
			for _, r := range e.repos {
				if slices.Contains(r.commits, of) {
					return ""
				}
			}
		}
		return of.sha
	}
	return ""
}

func (w *walker) structs(a, b reflect.Value, path string) {
	if at, ok := reflect.TypeAssert[time.Time](a); ok {
		if other, _ := reflect.TypeAssert[time.Time](b); !at.Equal(other) {
			w.differs(path, a, b)
		}
		return
	}
	for n := range a.NumField() {
		name := a.Type().Name() + "." + a.Type().Field(n).Name
		w.fields[name] = true
		if _, out := leftOut[name]; out {
			continue
		}
		from := opened(a.Field(n))
		if !from.IsZero() {
			w.set[name] = true
		}
		w.compare(from, opened(b.Field(n)), path+"."+a.Type().Field(n).Name)
	}
}

func (w *walker) maps(a, b reflect.Value, path string) {
	if a.Len() != b.Len() {
		w.differs(path, a.Len(), b.Len())
		return
	}
	names := map[string]reflect.Value{}
	for _, key := range b.MapKeys() {
		names[keyName(key)] = b.MapIndex(key)
	}
	for _, key := range a.MapKeys() {
		value, found := names[keyName(key)]
		if !found {
			w.differs(path, keyName(key), "nothing")
			continue
		}
		w.compare(a.MapIndex(key), value, path+"["+keyName(key)+"]")
	}
}

func keyName(key reflect.Value) string {
	if key.Kind() != reflect.Pointer {
		return fmt.Sprint(key)
	}
	switch of := reflect.NewAt(key.Type().Elem(), key.UnsafePointer()).Interface().(type) {
	case *user:
		return of.login
	case *team:
		return of.org.login + "/" + of.slug
	default:
		return "?"
	}
}
