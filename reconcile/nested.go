package reconcile

import (
	"cmp"
	"slices"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/upgrade"
)

// nested are the boxes of a description that are inside one another.
func nested(document checklist.Document) []upgrade.NestedBox {
	taken, holds := map[int]bool{}, map[int]bool{}
	for _, item := range slices.Concat(document.Children(), document.Steps()) {
		taken[item.Box] = true
	}
	var boxes []upgrade.NestedBox
	for _, list := range document.Lists {
		for _, item := range list.Items {
			if item.Box < 0 || item.Struck {
				continue
			}
			holds[item.Parent] = true
			boxes = append(boxes, upgrade.NestedBox{
				Line: item.Line, Box: item.Box, Checked: item.Checked, Parent: item.Parent, Text: item.Text, Free: !taken[item.Box],
			})
		}
	}
	boxes = slices.DeleteFunc(boxes, func(b upgrade.NestedBox) bool { return b.Parent < 0 && !holds[b.Box] })
	slices.SortFunc(boxes, func(a, b upgrade.NestedBox) int { return cmp.Compare(a.Box, b.Box) })
	return boxes
}
