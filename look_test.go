package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
)

// A look from the command line: how it ends, and what is in the file.
func TestLookFromTheCommandLine(t *testing.T) {
	organisation, err := os.ReadFile("demo/organisation.yml")
	if err != nil {
		t.Fatal(err)
	}
	github := emulator.New(t, string(organisation))
	address := github.Serve(t)
	for variable, value := range map[string]string{
		"GITHUB_WEB_URL": address, "GITHUB_V3_API_URL": address + "/api/v3", "GITHUB_V4_API_URL": address + "/api/graphql",
		"GITHUB_TOKEN": "", "GH_TOKEN": "user:ari", "UPKEEP_CONFIG": "",
	} {
		t.Setenv(variable, value)
	}
	folder := t.TempDir()
	for _, test := range []struct {
		args string
		code int
		says string // in the file
	}{
		{"plan --org openlearn --output FILE", exitDone, "A look at openlearn on "},
		{"plan --org OpenLearn --format markdown --output FILE", exitDone, "# A look at `openlearn`"},
		{"plan --org openlearn --format html --output FILE", exitDone, "<title>A look at openlearn</title>"},
		{"plan --org @openlearn --output FILE", exitDone, "A look at openlearn on "},
		{"plan --org https://github.com/openlearn/ --output FILE", exitDone, "A look at openlearn on "},
		{"plan --org openlearn/platform-roadmap", exitUsage, ""},
		{"plan --org openlearn --output FILE/there-is-no-folder/report", exitFailed, ""},
		{"plan --org openlearn --format json", exitUsage, ""},
		{"plan --org openlearn --board openlearn/51", exitUsage, ""},
		{"plan --output FILE", exitUsage, ""},
		{"plan --org ari", exitFailed, ""},
		{"plan --org nobody-here", exitFailed, ""},
	} {
		file := filepath.Join(folder, "report")
		_ = os.Remove(file)
		args := strings.Fields(strings.ReplaceAll(test.args, "FILE", file))
		if code := run(t.Context(), args); code != test.code {
			t.Errorf("%s ends with %d, want %d", test.args, code, test.code)
		}
		text, _ := os.ReadFile(file)
		if !strings.Contains(string(text), test.says) || test.says == "" && len(text) > 0 || strings.Contains(string(text), "user:ari") {
			t.Errorf("%s wrote %.200s", test.args, text)
		}
	}
	if wrote := github.Writes(); len(wrote) > 0 {
		t.Errorf("wrote %+v", wrote)
	}
	t.Setenv("GH_TOKEN", "")
	if code := run(t.Context(), []string{"plan", "--org", "openlearn"}); code != exitUsage {
		t.Errorf("without a token it ends with %d", code)
	}
}
