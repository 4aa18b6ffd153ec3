package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// writer writes a random document that is valid by the schema.
type writer struct {
	*stranger
	schema *ast.Schema
	names  int // aliases and fragments so far
	// fragments are the texts of the named ones.
	fragments []string
	// room is how many fields may still be written.
	room int
}

// document is a query, or a mutation of one or two fields.
func (w *writer) document() string {
	w.fragments, w.room = nil, 60
	root, keyword := w.schema.Query, "query"
	if w.odds(2) {
		root, keyword = w.schema.Mutation, "mutation"
	}
	var text strings.Builder
	for range 1 + w.chance.IntN(2) {
		text.WriteString(w.field(pick(w.stranger, plainFields(root)), 0))
	}
	return keyword + " { " + text.String() + "} " + strings.Join(w.fragments, " ")
}

// plainFields are the fields of a type but for those of introspection.
func plainFields(of *ast.Definition) ast.FieldList {
	return slices.DeleteFunc(slices.Clone(of.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
}

// field has an alias of its own, so that no two fields of one place collide.
func (w *writer) field(f *ast.FieldDefinition, depth int) string {
	w.names++
	w.room--
	text := fmt.Sprintf("a%d: %s", w.names, f.Name)
	var given []string
	bounded := false
	for _, argument := range f.Arguments {
		isBound := argument.Name == "first" || argument.Name == "last"
		if isBound && !bounded && (argument.Name == "last" || !w.odds(4)) {
			given, bounded = append(given, fmt.Sprintf("%s: %d", argument.Name, 1+w.chance.IntN(9))), true
			continue
		}
		if argument.Type.NonNull && argument.DefaultValue == nil || !isBound && w.odds(3) {
			given = append(given, argument.Name+": "+w.literal(argument.Name, withDefault(argument.Type, argument.DefaultValue), 0))
		}
	}
	if len(given) > 0 {
		text += "(" + strings.Join(given, ", ") + ")"
	}
	return text + " " + w.selection(w.schema.Types[f.Type.Name()], depth+1)
}

// selection is what to ask of a type; nothing of a scalar.
func (w *writer) selection(of *ast.Definition, depth int) string {
	if of.IsLeafType() {
		return ""
	}
	text := "{ __typename "
	fields := plainFields(of)
	w.chance.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	for _, f := range fields {
		isLeaf := w.schema.Types[f.Type.Name()].IsLeafType()
		if isLeaf && w.odds(2) || !isLeaf && depth < 7 && w.room > 0 && w.odds(3) {
			text += w.field(f, depth)
		}
	}
	if of.IsAbstractType() && depth < 7 {
		for _, each := range w.schema.GetPossibleTypes(of) {
			if w.odds(3) && w.room > 0 {
				text += w.fragment(each, depth)
			}
		}
	}
	return text + "} "
}

// fragment is one in its place, or one with a name.
func (w *writer) fragment(on *ast.Definition, depth int) string {
	inside := "on " + on.Name + " " + w.selection(on, depth)
	if w.odds(2) {
		return "... " + inside
	}
	w.names++
	w.fragments = append(w.fragments, fmt.Sprintf("fragment F%d %s", w.names, inside))
	return fmt.Sprintf("...F%d ", w.names)
}

// literal is a value for an argument or a member of an input.
func (w *writer) literal(name string, of *ast.Type, depth int) string {
	switch {
	case !of.NonNull && w.odds(8):
		return "null"
	case of.Elem != nil:
		var all []string
		for range w.chance.IntN(4) {
			all = append(all, w.literal(name, of.Elem, depth))
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	is := w.schema.Types[of.Name()]
	switch is.Kind {
	case ast.Enum:
		return pick(w.stranger, is.EnumValues).Name
	case ast.InputObject:
		var all []string
		for _, f := range is.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || depth < 4 && w.odds(3) {
				all = append(all, f.Name+": "+w.literal(f.Name, withDefault(f.Type, f.DefaultValue), depth+1))
			}
		}
		return "{" + strings.Join(all, ", ") + "}"
	}
	return w.scalar(name, is.Name)
}

// withDefault is a type that is never null where there is a default: the
// library refuses null there, which GitHub may take.
func withDefault(of *ast.Type, value *ast.Value) *ast.Type {
	if value == nil {
		return of
	}
	made := *of
	made.NonNull = true
	return &made
}

func (w *writer) scalar(name, kind string) string {
	switch kind {
	case "ID":
		return strconv.Quote(w.nodeFor(name))
	case "Int":
		return strconv.Itoa(pick(w.stranger, []int{1, 2, 3, 0, -1, 101, 1 << 30}))
	case "Float":
		return pick(w.stranger, []string{"1.5", "0", "-3", "1e300"})
	case "Boolean":
		return strconv.FormatBool(w.odds(2))
	case "Date":
		return `"2026-04-01"`
	case "DateTime":
		return `"2026-04-01T00:00:00Z"`
	case "URI":
		return `"https://github.com/acme/shop"`
	}
	known := map[string][]string{
		"login": {"acme", "anna", "elsewhere"}, "owner": {"acme"}, "name": {"shop", "cart", "no-issues", "Status", "bug"}, "slug": {"platform"},
		"baseRefName": {"main"}, "headRefName": {"free", "side"}, "qualifiedName": {"main", "refs/heads/side"}, "oid": {"HEAD"},
	}
	if all := known[name]; all != nil && !w.odds(5) {
		return strconv.Quote(pick(w.stranger, all))
	}
	text, _ := json.Marshal(pick(w.stranger, []string{"Some text", "", "Closes #1", "é☃", "a\r\nb", strings.Repeat("x", 300)}))
	return string(text)
}

// nodeFor is the id of a node that fits an argument's name, mostly.
func (w *writer) nodeFor(name string) string {
	if w.odds(12) {
		return pick(w.stranger, []string{"", "nonsense", "I_kwDOAAAAAc4AAAAB", "☃"})
	}
	kinds := map[string][]any{
		"projectId": {&board{}}, "itemId": {&item{}}, "fieldId": {&field{}}, "issueId": {&issue{}}, "subIssueId": {&issue{}}, "contentId": {&issue{}},
		"repositoryId": {&repository{}}, "pullRequestId": {&issue{}}, "subjectId": {&issue{}, &comment{}}, "labelIds": {&label{}}, "assigneeIds": {&user{}},
		"milestoneId": {&milestone{}}, "ownerId": {&organization{}}, "viewId": {&boardView{}}, "draftIssueId": {&draftIssue{}}, "afterId": {&item{}, &issue{}},
		"workflowId": {&workflow{}}, "pullRequestReviewId": {&review{}}, "userIds": {&user{}}, "teamIds": {&team{}}, "blockingIssueId": {&issue{}},
		"labelableId": {&issue{}}, "assignableId": {&issue{}}, "lockableId": {&issue{}}, "beforeId": {&issue{}}, "duplicateIssueId": {&issue{}},
	}[name]
	var fitting []string
	for id, node := range w.nodes {
		if len(kinds) == 0 || slices.ContainsFunc(kinds, func(k any) bool { return reflect.TypeOf(k) == reflect.TypeOf(node) }) {
			fitting = append(fitting, id)
		}
	}
	slices.Sort(fitting)
	if len(fitting) == 0 {
		return "none"
	}
	return pick(w.stranger, fitting)
}

// TestStrangersAskEverythingOverGraphQL sends random documents and holds the
// answers to the schema: nothing is null or absent that must be there, and each
// error says where.
func TestStrangersAskEverythingOverGraphQL(t *testing.T) {
	t.Parallel()
	usual, documents := 3, 120
	if documentedOperations(t) != nil {
		usual = 12
	}
	for _, seed := range seeds(t, usual) {
		t.Run(fmt.Sprint("UPKEEP_SEED=", seed), func(t *testing.T) {
			t.Parallel()
			first := askInGraphQL(t, seed, documents)
			if seed > 2 {
				return
			}
			for n, again := range askInGraphQL(t, seed, documents) {
				if first[n] != again {
					t.Fatalf("the answer to document %d is another when it is asked again:\n%.900s\n%.900s", n, first[n], again)
				}
			}
		})
	}
}

func askInGraphQL(t *testing.T, seed uint64, documents int) []string {
	t.Helper()
	heard := &listener{TB: t}
	w := &writer{stranger: newStranger(heard, seed)}
	var err error
	if w.schema, err = weighedSchema(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for range documents {
		by := pick(w.stranger, w.tokens)
		w.mu.Lock()
		document := w.document()
		w.mu.Unlock()
		parsed, problems := gqlparser.LoadQueryWithRules(w.schema, document, rules.NewDefaultRules())
		if problems != nil {
			t.Fatalf("%v\n%s", problems, document)
		}
		body, _ := json.Marshal(graphRequest{Query: document})
		status, text := w.post(t, by.text, string(body))
		said = append(said, text)
		w.mu.Lock()
		wrong := append(append(w.newFaults(), heard.taken()...), w.unfit(parsed, status, text)...)
		w.mu.Unlock()
		if len(wrong) > 0 {
			t.Errorf("document %d as %s: %s\n%.1500s\n%.1500s", len(said)-1, by.name, strings.Join(wrong, "\n"), document, text)
		}
	}
	return said
}

// unfit is how an answer does not fit the document that was asked.
func (w *writer) unfit(asked *ast.QueryDocument, status int, text string) []string {
	var answer struct {
		Data   any
		Errors []graphError
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return []string{err.Error()}
	}
	if status == 401 || status == 403 {
		return nil
	}
	c := &comparison{writer: w}
	for _, e := range answer.Errors {
		c.want(e.Type != "INTERNAL" && !strings.Contains(e.Message, "panic"), "%s: %s", e.Type, e.Message)
		c.want(e.Type == "" || len(e.Path) == 0 || c.leads(answer.Data, e.Path), "the error's path %v leads nowhere", e.Path)
	}
	if status != 200 {
		return append(c.wrong, fmt.Sprint("status ", status))
	}
	operation := asked.Operations[0]
	if answer.Data == nil {
		c.want(len(answer.Errors) > 0, "neither data nor errors")
		return c.wrong
	}
	root := w.schema.Query
	if operation.Operation == ast.Mutation {
		root = w.schema.Mutation
	}
	c.errors = len(answer.Errors)
	c.object("", root.Name, operation.SelectionSet, answer.Data)
	return c.wrong
}

// comparison holds data to a document.
type comparison struct {
	*writer
	errors int
	wrong  []string
}

func (c *comparison) want(right bool, format string, a ...any) {
	if !right {
		c.wrong = append(c.wrong, fmt.Sprintf(format, a...))
	}
}

// leads reports whether a path leads to null, or as far as to one on its way.
func (c *comparison) leads(data any, path []any) bool {
	for _, step := range path {
		switch of := data.(type) {
		case nil:
			return true
		case map[string]any:
			name, _ := step.(string)
			inner, found := of[name]
			if !found {
				return false
			}
			data = inner
		case []any:
			at, is := step.(float64)
			if !is || int(at) >= len(of) {
				return false
			}
			data = of[int(at)]
		default:
			return false
		}
	}
	return data == nil
}

func (c *comparison) object(at, kind string, set ast.SelectionSet, data any) {
	members, is := data.(map[string]any)
	if !is {
		c.want(false, "%s is no object: %v", at, data)
		return
	}
	if name, known := members["__typename"].(string); known {
		kind = name
	}
	fields := map[string]*ast.Field{}
	c.collect(kind, set, fields)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, found := members[name]
		c.want(found, "%s.%s is not there", at, name)
		c.value(at+"."+fields[name].Name, fields[name].Definition.Type, fields[name].SelectionSet, value)
	}
	c.want(len(fields) == len(members), "%s has %d members of %d", at, len(members), len(fields))
}

// collect are the fields that apply to a type, by their aliases.
func (c *comparison) collect(kind string, set ast.SelectionSet, into map[string]*ast.Field) {
	applies := func(condition string) bool {
		return condition == kind || slices.ContainsFunc(c.schema.GetPossibleTypes(c.schema.Types[condition]), func(d *ast.Definition) bool { return d.Name == kind })
	}
	for _, each := range set {
		switch s := each.(type) {
		case *ast.Field:
			into[s.Alias] = s
		case *ast.InlineFragment:
			if applies(s.TypeCondition) {
				c.collect(kind, s.SelectionSet, into)
			}
		case *ast.FragmentSpread:
			if applies(s.Definition.TypeCondition) {
				c.collect(kind, s.Definition.SelectionSet, into)
			}
		}
	}
}

func (c *comparison) value(at string, of *ast.Type, set ast.SelectionSet, data any) {
	if data == nil {
		c.want(!of.NonNull, "%s is null", at)
		return
	}
	if of.Elem != nil {
		list, is := data.([]any)
		c.want(is, "%s is no list", at)
		for _, each := range list {
			c.value(at, of.Elem, set, each)
		}
		return
	}
	is := c.schema.Types[of.Name()]
	switch {
	case is.Kind == ast.Enum:
		text, _ := data.(string)
		c.want(is.EnumValues.ForName(text) != nil, "%s is %v, which is no %s", at, data, is.Name)
	case !is.IsLeafType():
		c.object(at, is.Name, set, data)
	case is.Name == "Boolean":
		_, right := data.(bool)
		c.want(right, "%s is %v", at, data)
	case is.Name == "Int" || is.Name == "Float":
		_, right := data.(float64)
		c.want(right, "%s is %v", at, data)
	default:
		text, right := data.(string)
		c.want(right && (is.Name != "ID" && is.Name != "URI" && is.Name != "DateTime" || text != ""), "%s is %v", at, data)
	}
}
