package say

import "fmt"

// Tidied is the answer to lists that become plain ones, and to those that cannot.
func Tidied(lists, left int) string {
	text := "There is no `[tasklist]` fence here to make a plain list of."
	if lists > 0 {
		text = fmt.Sprintf("Done, %s out of a `[tasklist]` fence, with the text as it was.", count(lists, "list came", "lists came"))
	}
	if left == 0 {
		return text
	}
	if lists == 0 {
		text = "Nothing was changed."
	}
	return fmt.Sprintf("%s %s cannot be opened without changing what belongs to which list. Please take the lines with the fence's marks away by hand.",
		text, count(left, "`[tasklist]` fence", "`[tasklist]` fences"))
}
