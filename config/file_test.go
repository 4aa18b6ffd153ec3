package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
)

func TestLoadFile(t *testing.T) {
	t.Parallel()
	pkcs1, _ := keyPEM(t)
	path := write(t, "upkeep.yml", `
github:
  web_url: https://ghes.example
  v3_api_url: https://ghes.example/api/v3
  v4_api_url: https://ghes.example/api/graphql
  app:
    integration_id: 12
    webhook_secret: from the file
    private_key: |
      `+strings.ReplaceAll(strings.TrimSpace(pkcs1), "\n", "\n      ")+`
addr: ":9090"
database_url: sqlite:///var/lib/upkeep.db
marker_keys: [0123456789abcdef, fedcba9876543210]
halt: true
onboarding: off
`)
	env := map[string]string{"UPKEEP_CONFIG": path, "UPKEEP_ADDR": ":7070", "UPKEEP_HALT": "false"}
	got, err := config.Load(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	want := config.Settings{
		WebURL: "https://ghes.example", V3URL: "https://ghes.example/api/v3", V4URL: "https://ghes.example/api/graphql",
		AppID: 12, PrivateKey: config.NewSecret(pkcs1), WebhookSecret: config.NewSecret("from the file"),
		Addr: ":7070", DatabaseURL: config.NewSecret("sqlite:///var/lib/upkeep.db"),
		MarkerKeys: []config.Secret{config.NewSecret("0123456789abcdef"), config.NewSecret("fedcba9876543210")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestLoadFileRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"unknown key":         {"adr: x", `UPKEEP_CONFIG line 1, column 1: adr: unknown key; write addr in place of adr`},
		"unknown key below":   {"github:\n  app:\n    integration: 5", "line 3, column 5: github.app.integration: unknown key"},
		"twice":               {"addr: ':1'\naddr: ':2'", "line 2, column 1: addr: is set twice"},
		"not YAML":            {"a: [", "not valid YAML"},
		"secret like alias":   {"github: {app: {webhook_secret: *s3cret }}", "aliases"},
		"secret like anchor":  {"github: {app: {webhook_secret: &s3cret }}", "anchors"},
		"secret like tag":     {"github: {app: {webhook_secret: !s3cret x}}", "tags"},
		"secret like mapping": {"github: {app: {webhook_secret: {s3cret: x}}}", "github.app.webhook_secret: must be a text"},
		"keys in a key":       {"marker_keys: ['0123456789abcdef,0123456789abcdef']", "marker_keys[0]: must not have a comma"},
		"list":                {"- addr", "must be a mapping"},
		"value from the file": {"halt: s3cret", "UPKEEP_HALT must be true or false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, map[string]string{"UPKEEP_CONFIG": write(t, "upkeep.yml", test.text)})
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %q, want %q in it and no secret", err, test.want)
			}
		})
	}
}
