package say

import "strings"

// File is the text of a file. It has no way out but as a block of code.
type File struct{ text string }

// ShowFile takes the text of a file.
func ShowFile(text string) File {
	return File{strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
}

// block is the file as a block of code that nothing in it can end.
func (f File) block(language string) string {
	fence := strings.Repeat("`", max(3, longestRun(f.text, '`')+1))
	return fence + language + "\n" + f.text + "\n" + fence
}
