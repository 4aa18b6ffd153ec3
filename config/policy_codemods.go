package config

import "github.com/upkeep-app/upkeep/upgrade"

// maxCodemods keeps the facts of an upgrade short.
const maxCodemods = 50

// codemods are the tools that make a part of the changes.
func (r *reader) codemods(s setting) []upgrade.Codemod {
	elements := r.list(s)
	if len(elements) > maxCodemods {
		r.wrong(s, "has more than %d entries", maxCodemods)
		return nil
	}
	var codemods []upgrade.Codemod
	for _, element := range elements {
		set := r.mapping(element, "ecosystem", "name", "url")
		if set["url"].node == nil {
			r.needed(element, set["url"])
		}
		codemods = append(codemods, upgrade.Codemod{
			Ecosystem: r.needed(element, set["ecosystem"]), Name: r.needed(element, set["name"]), Address: r.address(set["url"]),
		})
	}
	return codemods
}
