package emulator

import "fmt"

// dumpPath shows the dump, to browsers and to tools that ask for no page.
const dumpPath = "/emulator/dump"

func dumpPages() []pageRoute {
	return []pageRoute{onPage("GET emulator/dump", showDump)}
}

// showDump is the whole state as YAML.
func showDump(v *visit) (screen, error) {
	f, err := v.dumpFile()
	if err != nil {
		return screen{}, fmt.Errorf("dump: %w", err)
	}
	text, err := f.encode()
	return screen{file: text, fileType: "text/yaml; charset=utf-8"}, err
}
