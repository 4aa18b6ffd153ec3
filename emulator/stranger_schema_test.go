package emulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// schema is a JSON schema of GitHub's description, its references resolved when they are met.
type schema map[string]any

// described is what GitHub says that an operation takes.
type described struct {
	query []parameter
	body  schema // nil for none, or where the description is not at hand
}

type parameter struct {
	name   string
	schema schema
}

// documentedName is a route as descriptions are filed: "GET /repos/{}/{}".
func documentedName(rt route) string {
	return rt.method + " " + blank("/"+strings.Join(rt.pattern, "/"))
}

// blank takes the names of parameters out of a path.
func blank(path string) string {
	parts := strings.Split(path, "/")
	for n, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[n] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

func sortedKeys[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }

// value makes a value of a schema; one that is known by name is mostly a real one.
func (s *stranger) value(p spot, name, route string, of schema, depth int) any {
	if name != "" && !s.odds(4) {
		if value, known := s.guess(p, name, route); known {
			return value
		}
	}
	if list, is := of["enum"].([]any); is && len(list) > 0 {
		return pick(s, list)
	}
	for _, choice := range []string{"oneOf", "anyOf"} {
		if list, is := of[choice].([]any); is && of["properties"] == nil && depth < 6 {
			chosen, _ := pick(s, list).(map[string]any)
			return s.value(p, name, route, chosen, depth+1)
		}
	}
	switch s.kindOf(of) {
	case "object":
		return s.objectOf(p, route, of, depth)
	case "array":
		items, _ := of["items"].(map[string]any)
		list := make([]any, s.chance.IntN(3))
		for n := range list {
			list[n] = s.value(p, strings.TrimSuffix(name, "s"), route, items, depth+1)
		}
		return list
	case "integer":
		return pick(s, []int{0, 1, 2, 3, 5, 100, 101, -1})
	case "number":
		return pick(s, []float64{0, 1, 2.5, -3})
	case "boolean":
		return s.odds(2)
	case "null":
		return nil
	}
	return pick(s, []string{"Some text", "name", "closed", "Closes #1 and @anna", "2026-03-05", "2026-03-05T00:00:00Z", "text", "x y", "é☃"})
}

// kindOf is the type of a schema; one of them when there are several.
func (s *stranger) kindOf(of schema) string {
	switch kind := of["type"].(type) {
	case string:
		return kind
	case []any:
		chosen, _ := pick(s, kind).(string)
		return chosen
	}
	if of["properties"] != nil {
		return "object"
	}
	return "string"
}

// objectOf has the members that must be, and some or all of the others.
func (s *stranger) objectOf(p spot, route string, of schema, depth int) any {
	made := map[string]any{}
	members, _ := of["properties"].(map[string]any)
	required, _ := of["required"].([]any)
	wanted := 1 + s.chance.IntN(4) // one in so many
	for _, name := range sortedKeys(members) {
		must := slices.Contains(required, any(name))
		if must && !s.odds(25) || !must && depth < 6 && s.odds(wanted) {
			of, _ := members[name].(map[string]any)
			made[name] = s.value(p, name, route, of, depth+1)
		}
	}
	return made
}

// resolved is a schema with what its references lead to in their places, so
// many levels deep.
func resolved(raw any, components map[string]map[string]json.RawMessage, levels int) any {
	switch v := raw.(type) {
	case []any:
		made := make([]any, len(v))
		for n := range v {
			made[n] = resolved(v[n], components, levels)
		}
		return made
	case map[string]any:
		if reference, is := v["$ref"].(string); is {
			kind, name, _ := strings.Cut(strings.TrimPrefix(reference, "#/components/"), "/")
			var target any
			if levels == 0 || json.Unmarshal(components[kind][name], &target) != nil {
				return map[string]any{}
			}
			return resolved(target, components, levels-1)
		}
		made := map[string]any{}
		for key, each := range v {
			made[key] = resolved(each, components, levels)
		}
		return made
	default:
		return raw
	}
}
