package emulator

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// weighing is the weighing of one operation.
type weighing struct {
	schema    *ast.Schema
	document  *ast.QueryDocument
	variables map[string]any
	// fragments are those that were weighed; nil while one is, so that a cycle ends.
	fragments map[string]*demand
}

func (w weighing) operation(of *ast.OperationDefinition) weight {
	root := w.schema.Query
	if of.Operation == ast.Mutation {
		root = w.schema.Mutation
	}
	made := weight{mutation: of.Operation == ast.Mutation}
	if root == nil {
		return made
	}
	made.demand = w.selection(root, of.SelectionSet)
	w.roots(of.SelectionSet, &made, map[string]bool{})
	return made
}

// roots lists the fields of the first level, also through fragments.
func (w weighing) roots(set ast.SelectionSet, into *weight, seen map[string]bool) {
	for _, each := range set {
		if w.skipped(each) {
			continue
		}
		switch s := each.(type) {
		case *ast.Field:
			into.fields = append(into.fields, s.Alias)
			if s.Name == "nodes" {
				into.asked = append(into.asked, w.idsAsked(s))
			}
			if into.mutation && contentMutations[s.Name] {
				into.creating = append(into.creating, s.Alias)
			}
		case *ast.InlineFragment:
			w.roots(s.SelectionSet, into, seen)
		case *ast.FragmentSpread:
			if f := w.document.Fragments.ForName(s.Name); f != nil && !seen[s.Name] {
				seen[s.Name] = true
				w.roots(f.SelectionSet, into, seen)
			}
		}
	}
}

// idsAsked is what a field "nodes" asks for.
func (w weighing) idsAsked(of *ast.Field) nodesAsked {
	made := nodesAsked{key: of.Alias}
	given := of.Arguments.ForName("ids")
	if given == nil {
		return made
	}
	if list, is := w.variables[given.Value.Raw].([]any); is && given.Value.Kind == ast.Variable {
		for _, each := range list {
			made.ids = append(made.ids, fmt.Sprint(each))
		}
	}
	for _, each := range given.Value.Children {
		id := each.Value.Raw
		if each.Value.Kind == ast.Variable {
			id = fmt.Sprint(w.variables[id])
		}
		made.ids = append(made.ids, id)
	}
	return made
}

// selection is the demand of a selection on a type; what the schema does not
// have is not counted, as the document will not run.
func (w weighing) selection(on *ast.Definition, set ast.SelectionSet) demand {
	var sum demand
	for _, each := range set {
		if w.skipped(each) {
			continue
		}
		switch s := each.(type) {
		case *ast.Field:
			if field := on.Fields.ForName(s.Name); field != nil {
				sum = sum.plus(w.field(s, field))
			}
		case *ast.InlineFragment:
			if to := w.narrowed(on, s.TypeCondition); to != nil {
				sum = sum.plus(w.selection(to, s.SelectionSet))
			}
		case *ast.FragmentSpread:
			sum = sum.plus(w.fragment(s.Name))
		}
	}
	return sum
}

// fragment is weighed once, however often it is spread: a document of a few
// lines can spread its fragments millions of times.
func (w weighing) fragment(name string) demand {
	if known, begun := w.fragments[name]; begun {
		if known == nil {
			return demand{}
		}
		return *known
	}
	w.fragments[name] = nil
	var found demand
	if f := w.document.Fragments.ForName(name); f != nil {
		if on := w.schema.Types[f.TypeCondition]; on != nil {
			found = w.selection(on, f.SelectionSet)
		}
	}
	w.fragments[name] = &found
	return found
}

func (w weighing) narrowed(on *ast.Definition, to string) *ast.Definition {
	if to == "" {
		return on
	}
	return w.schema.Types[to]
}

// field is the demand of a field. Its members count for each of a connection's
// page, and for each of the ids that nodes is asked for.
func (w weighing) field(asked *ast.Field, is *ast.FieldDefinition) demand {
	of := w.schema.Types[is.Type.Name()]
	if of == nil || len(asked.SelectionSet) == 0 {
		return demand{}
	}
	inside := w.selection(of, asked.SelectionSet)
	switch {
	case strings.HasSuffix(of.Name, "Connection") && is.Arguments.ForName("first") != nil:
		return inside.connected(asked.Name, w.size(asked))
	case is.Type.Elem != nil && is.Arguments.ForName("ids") != nil:
		ids, _ := w.argument(asked, "ids").([]any)
		return inside.times(int64(len(ids)))
	default:
		return inside
	}
}

// size is how many members a connection is asked for; none when only counted.
func (w weighing) size(asked *ast.Field) int64 {
	for _, name := range []string{"first", "last"} {
		switch n := w.argument(asked, name).(type) {
		case float64: // JSON
			return int64(min(max(n, 0), mostOfConnection))
		case int64:
			return min(max(n, 0), mostOfConnection)
		}
	}
	return 0
}

func (w weighing) argument(of *ast.Field, name string) any {
	if given := of.Arguments.ForName(name); given != nil {
		return literal(given.Value, w.variables)
	}
	return nil
}

// skipped reports whether @skip or @include leaves a selection out.
func (w weighing) skipped(s ast.Selection) bool {
	var directives ast.DirectiveList
	switch s := s.(type) {
	case *ast.Field:
		directives = s.Directives
	case *ast.InlineFragment:
		directives = s.Directives
	case *ast.FragmentSpread:
		directives = s.Directives
	}
	for _, each := range directives {
		condition := each.Arguments.ForName("if")
		if condition == nil {
			continue
		}
		on, _ := literal(condition.Value, w.variables).(bool)
		if each.Name == "skip" && on || each.Name == "include" && !on {
			return true
		}
	}
	return false
}

// literal is the value of what is written in a document, as far as weighing
// needs it: numbers, truth, lists and variables.
func literal(of *ast.Value, variables map[string]any) any {
	switch of.Kind {
	case ast.Variable:
		return variables[of.Raw]
	case ast.IntValue:
		n, err := strconv.ParseInt(of.Raw, 10, 64)
		if err != nil {
			return int64(mostOfConnection) // longer than any number
		}
		return n
	case ast.BooleanValue:
		return of.Raw == "true"
	case ast.ListValue:
		return make([]any, len(of.Children))
	default:
		return nil
	}
}
