package config

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// keyed is a value with its key before it, as it stands in the file.
func (s setting) keyed(value string) string {
	if s.key == "" {
		return value
	}
	return scalar(oneLine(s.key)) + ": " + value
}

// write suggests a value, which is a text.
func (s setting) write(value string) string { return "write " + s.keyed(scalar(value)) }

// writeExample suggests a value that would do.
func (s setting) writeExample() string {
	if s.path == "" {
		return "begin with a key and its value, such as " + s.spec.briefKeys()[0]
	}
	return forExample("write", s.keyed(s.spec.brief()))
}

// forExample suggests what need not be what was meant.
func forExample(verb, what string) string { return verb + ", for example, " + what }

// onlyOnce mends what is there twice.
const onlyOnce = "take one of the two out"

// orLeaveOut is said where the key can be left out as well.
func (s setting) orLeaveOut() string {
	if s.key == "" || s.spec.needed {
		return ""
	}
	return ", or take the key out"
}

// keyMeant suggests what to do about a key that a mapping does not know: the
// key that is nearly so called, the place where it belongs, or those there are.
func (r *reader) keyMeant(s setting, name string) string {
	if meant := nearest(name, s.spec.names()); meant != "" {
		return fmt.Sprintf("write %s in place of %s", meant, oneLine(name))
	}
	if places := r.root.places(name, ""); len(places) > 0 {
		return "move it to " + alternatives(places[:min(len(places), 3)]) + ", where it belongs"
	}
	return "take it out; known here: " + strings.Join(s.spec.names(), ", ")
}

// places are the paths of the settings of a name. Below keys of the writer's own none are looked for.
func (s *spec) places(name, path string) []string {
	var places []string
	for i := range s.keys {
		key := &s.keys[i]
		at := strings.TrimPrefix(path+"."+key.key, ".")
		if key.key == name {
			places = append(places, at)
		}
		places = append(places, key.places(name, at)...)
	}
	if s.form == formList {
		places = append(places, s.each.places(name, path+"[0]")...)
	}
	return places
}

// nearest is the known name that is nearly a name somebody wrote; else empty.
func nearest(name string, known []string) string {
	if len(name) > 2*maxName {
		return ""
	}
	best, least := "", 1+len([]rune(name))/3
	for _, candidate := range known {
		distance := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(candidate))
		if distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

// oneLine is a text in one line, cut to what a message can hold, without
// characters that do something to a terminal.
func oneLine(text string) string {
	return short(strings.Join(strings.Fields(string(visible(text))), " "))
}
