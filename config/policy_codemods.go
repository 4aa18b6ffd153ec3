package config

import "github.com/upkeep-app/upkeep/upgrade"

// codemods are the tools that make a part of the changes.
func (r *reader) codemods(s setting) []upgrade.Codemod {
	var codemods []upgrade.Codemod
	for _, element := range r.list(s) {
		set := r.mapping(element)
		if set["url"].node == nil {
			r.missing(element, set["url"])
		}
		codemods = append(codemods, upgrade.Codemod{
			Ecosystem: r.needed(element, set["ecosystem"]), Name: r.needed(element, set["name"]), Address: r.address(set["url"]),
		})
	}
	return codemods
}
