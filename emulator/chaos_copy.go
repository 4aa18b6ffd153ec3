package emulator

import (
	"reflect"
	"slices"
	"unsafe"
)

// mostCopied is the number of objects above which the state is not copied: it
// would stop everything else for too long.
const mostCopied = 20_000

// unread are the fields of the state that a replica does not have: what only
// writes, deliveries and chaos need.
var unread = [...]string{"ids", "rendered", "writes", "unserved", "log", "wake", "trouble"}

// replica is a copy of the whole state as it was at one time, to read from. The
// mutex of the Emulator that it was made from guards it.
type replica struct {
	*Emulator
	copies map[original]reflect.Value
}

// original is an object by its address and type: a struct and its first field have one address.
type original struct {
	at   unsafe.Pointer
	kind reflect.Type
}

// replicate copies the state, which is what mu guards: every field of an
// Emulator that stands below it. What stands above, and ids, stays shared. The
// mutex must be held.
func (e *Emulator) replicate() *replica {
	made := &Emulator{ids: e.ids, rendered: map[any]rendered{}, wake: make(chan struct{}, 1)}
	c := &copier{made: map[original]reflect.Value{}, plain: map[reflect.Type]bool{}, own: reflect.TypeFor[Emulator]().PkgPath()}
	from, to := reflect.ValueOf(e).Elem(), reflect.ValueOf(made).Elem()
	c.made[originalOf(reflect.ValueOf(e))] = reflect.ValueOf(made)
	isState := false
	for n := range from.NumField() {
		field := opened(from.Field(n))
		switch name := from.Type().Field(n).Name; {
		case name == "mu":
			isState = true
		case !isState:
			opened(to.Field(n)).Set(field)
		case !slices.Contains(unread[:], name):
			opened(to.Field(n)).Set(c.copy(field))
		}
	}
	c.finish()
	return &replica{made, c.made}
}

// actor is who someone was in the replica; false for who was not there yet.
func (r *replica) actor(now actor) (actor, bool) {
	var was actor
	var known [4]bool
	was.user, known[0] = copyOf(r, now.user)
	was.installation, known[1] = copyOf(r, now.installation)
	was.via, known[2] = copyOf(r, now.via)
	was.token, known[3] = copyOf(r, now.token)
	return was, !slices.Contains(known[:], false)
}

func copyOf[T any](r *replica, of *T) (*T, bool) {
	if of == nil {
		return nil, true
	}
	made, found := r.copies[originalOf(reflect.ValueOf(of))]
	if !found {
		return nil, false
	}
	typed, ok := reflect.TypeAssert[*T](made)
	return typed, ok
}

// copier makes deep copies of the package's own types: pointers, also as keys
// of maps, lead to the copies, and a cycle to itself. Whatever is of another
// package, or a function or channel, stays shared.
type copier struct {
	made  map[original]reflect.Value
	todo  []reflect.Value // originals whose copies have yet to be filled
	plain map[reflect.Type]bool
	own   string // the package
}

// finish fills the copies. A list instead of a recursion keeps long chains of
// objects off the stack.
func (c *copier) finish() {
	for len(c.todo) > 0 {
		from := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.made[originalOf(from)].Elem().Set(c.copy(from.Elem()))
	}
}

func (c *copier) copy(v reflect.Value) reflect.Value {
	if c.isPlain(v.Type()) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		return c.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		made := reflect.New(v.Type()).Elem()
		made.Set(c.copy(v.Elem()))
		return made
	case reflect.Slice:
		return c.slice(v)
	case reflect.Map:
		return c.table(v)
	default: // a struct
		made := reflect.New(v.Type()).Elem()
		made.Set(v)
		for n := range made.NumField() {
			if !c.isPlain(made.Type().Field(n).Type) {
				field := opened(made.Field(n))
				field.Set(c.copy(field))
			}
		}
		return made
	}
}

func (c *copier) pointer(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	if made, found := c.made[originalOf(v)]; found {
		return made
	}
	made := reflect.New(v.Type().Elem())
	c.made[originalOf(v)] = made
	// Not v itself: it may be a field that will hold the copy by then.
	c.todo = append(c.todo, reflect.NewAt(v.Type().Elem(), v.UnsafePointer()))
	return made
}

func (c *copier) slice(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	made := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	if c.isPlain(v.Type().Elem()) {
		reflect.Copy(made, v)
		return made
	}
	for n := range v.Len() {
		made.Index(n).Set(c.copy(v.Index(n)))
	}
	return made
}

func (c *copier) table(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	made := reflect.MakeMapWithSize(v.Type(), v.Len())
	for each := v.MapRange(); each.Next(); {
		made.SetMapIndex(c.copy(each.Key()), c.copy(each.Value()))
	}
	return made
}

// isPlain reports whether values of a type are copied by assigning them.
func (c *copier) isPlain(t reflect.Type) bool {
	plain, known := c.plain[t]
	if !known {
		plain = c.findPlain(t)
		c.plain[t] = plain
	}
	return plain
}

func (c *copier) findPlain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Interface:
		return false
	case reflect.Pointer:
		return t.Elem().Kind() != reflect.Struct || t.Elem().PkgPath() != c.own
	case reflect.Struct:
		for n := range t.NumField() {
			if t.PkgPath() == c.own && !c.isPlain(t.Field(n).Type) {
				return false
			}
		}
		return true
	default:
		return true
	}
}

// opened is a struct's field without the mark that keeps reflection from setting it.
func opened(field reflect.Value) reflect.Value {
	return reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem() //nolint:gosec // there is no other way to an unexported field
}

func originalOf(v reflect.Value) original { return original{v.UnsafePointer(), v.Type()} }
