package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/config"
)

// TestExampleSettings fills the example in as the instructions say.
func TestExampleSettings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../deploy/upkeep.example.yml")
	if err != nil {
		t.Fatal(err)
	}
	pkcs1, _ := keyPEM(t)
	begin, end := strings.Index(string(text), "      -----BEGIN"), strings.Index(string(text), "    # A long random text")
	filled := string(text)[:begin] + "      " + strings.ReplaceAll(strings.TrimSpace(pkcs1), "\n", "\n      ") + "\n" + string(text)[end:]
	filled = strings.ReplaceAll(filled, "…", "0123456789abcdef")
	for name, change := range map[string]string{"as it is": "", "with what is optional": "# "} {
		file := filepath.Join(t.TempDir(), "upkeep.yml")
		content := filled
		if change != "" {
			for _, optional := range []string{"web_url", "v3_api_url", "v4_api_url", "marker_keys"} {
				content = strings.Replace(content, change+optional, optional, 1)
			}
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		settings, err := config.Load(func(name string) string { return map[string]string{"UPKEEP_CONFIG": file}[name] })
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, content)
			continue
		}
		if settings.AppID != 12345 || !strings.Contains(settings.DatabaseURL.Reveal(), "@database:5432/upkeep") {
			t.Errorf("%s: %+v", name, settings)
		}
		if enterprise := settings.WebURL == "https://github.example.org"; enterprise != (change != "") {
			t.Errorf("%s: GitHub is at %s", name, settings.WebURL)
		}
	}
}

func TestAddrAlone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "upkeep.yml")
	if err := os.WriteFile(file, []byte("addr: 127.0.0.1:9090\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		set  map[string]string
		want string
	}{
		"not set":                  {nil, ":8080"},
		"in the file":              {map[string]string{"UPKEEP_CONFIG": file}, "127.0.0.1:9090"},
		"the variable wins":        {map[string]string{"UPKEEP_CONFIG": file, "UPKEEP_ADDR": ":7070"}, ":7070"},
		"others may be incomplete": {map[string]string{"GITHUB_APP_INTEGRATION_ID": "x"}, ":8080"},
	} {
		got, err := config.Addr(func(name string) string { return test.set[name] })
		if err != nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, test.want)
		}
	}
	if _, err := config.Addr(func(name string) string { return map[string]string{"UPKEEP_ADDR": "nowhere"}[name] }); err == nil {
		t.Error("nowhere is an address")
	}
}
