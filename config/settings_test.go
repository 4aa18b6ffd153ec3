package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
)

var testKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// keyPEM is one private key in the two forms that GitHub and openssl write.
func keyPEM(t *testing.T) (pkcs1, pkcs8 string) {
	t.Helper()
	key, err := testKey()
	if err != nil {
		t.Fatal(err)
	}
	return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), pkcs8PEM(t, key)
}

func pkcs8PEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("PRIVATE KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// load loads an environment that is complete but for the changes; an empty
// change takes a variable away.
func load(t *testing.T, changes map[string]string) (config.Settings, error) {
	t.Helper()
	pkcs1, _ := keyPEM(t)
	env := map[string]string{
		"GITHUB_APP_INTEGRATION_ID": "4711",
		"GITHUB_APP_PRIVATE_KEY":    pkcs1,
		"GITHUB_APP_WEBHOOK_SECRET": "swordfish",
	}
	maps.Copy(env, changes)
	return config.Load(func(name string) string { return env[name] })
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadDefaults(t *testing.T) {
	t.Parallel()
	got, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	pkcs1, _ := keyPEM(t)
	want := config.Settings{
		WebURL: "https://github.com", V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql",
		AppID: 4711, PrivateKey: config.NewSecret(pkcs1), WebhookSecret: config.NewSecret("swordfish"),
		Addr: ":8080", DatabaseURL: config.NewSecret("sqlite://./upkeep.db"), MarkerKeys: got.MarkerKeys, MarkersDerived: true,
		Onboarding: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if len(got.MarkerKeys) != 1 || len(got.MarkerKeys[0].Reveal()) != 32 {
		t.Errorf("%d marker keys, want one of 32 bytes", len(got.MarkerKeys))
	}
}

// However a key is written, it is the same key, and gives the same marker key.
func TestLoadPrivateKeyForms(t *testing.T) {
	t.Parallel()
	pkcs1, pkcs8 := keyPEM(t)
	want, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, form := range map[string]string{
		"PKCS#8":          pkcs8,
		"one line":        strings.ReplaceAll(pkcs1, "\n", `\n`),
		"one line, CRLF":  strings.ReplaceAll(pkcs8, "\n", `\r\n`),
		"CRLF":            strings.ReplaceAll(pkcs1, "\n", "\r\n"),
		"no line end":     strings.TrimSpace(pkcs1),
		"file":            write(t, "key.pem", pkcs1),
		"file in a line":  write(t, "key.txt", strings.ReplaceAll(pkcs8, "\n", `\n`)),
		"text before PEM": "a note\n" + pkcs1,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := load(t, map[string]string{"GITHUB_APP_PRIVATE_KEY": form})
			if err != nil {
				t.Fatal(err)
			}
			if !got.PrivateKey.Equal(want.PrivateKey) || !got.MarkerKeys[0].Equal(want.MarkerKeys[0]) {
				t.Error("another key, or another marker key")
			}
		})
	}
}

func TestLoadValues(t *testing.T) {
	t.Parallel()
	got, err := load(t, map[string]string{
		"GITHUB_WEB_URL": "https://ghes.example/", "GITHUB_V3_API_URL": "https://ghes.example/api/v3/",
		"GITHUB_V4_API_URL": "http://127.0.0.1:9000/api/graphql", "UPKEEP_ADDR": "127.0.0.1:0",
		"UPKEEP_DATABASE_URL": "postgres://u:p@db/upkeep", "UPKEEP_HALT": "Yes",
		"UPKEEP_MARKER_KEYS": "0123456789abcdef, fedcba9876543210",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := config.Settings{
		WebURL: "https://ghes.example", V3URL: "https://ghes.example/api/v3", V4URL: "http://127.0.0.1:9000/api/graphql",
		AppID: got.AppID, PrivateKey: got.PrivateKey, WebhookSecret: got.WebhookSecret,
		Addr: "127.0.0.1:0", DatabaseURL: config.NewSecret("postgres://u:p@db/upkeep"), Halt: true, Onboarding: true,
		MarkerKeys: []config.Secret{config.NewSecret("0123456789abcdef"), config.NewSecret("fedcba9876543210")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	pkcs1, _ := keyPEM(t)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ variable, value, want string }{
		{"GITHUB_APP_INTEGRATION_ID", "Iv1.s3cret", "must be the app's id"},
		{"GITHUB_APP_INTEGRATION_ID", "0", "must be the app's id"},
		{"GITHUB_APP_INTEGRATION_ID", "-5", "must be the app's id"},
		{"GITHUB_APP_INTEGRATION_ID", "9223372036854775808", "must be the app's id"},
		{"GITHUB_APP_INTEGRATION_ID", "", "is not set"},
		{"GITHUB_APP_PRIVATE_KEY", "", "is not set"},
		{"GITHUB_APP_PRIVATE_KEY", "s3cret-no-such-file", "no such file"},
		{"GITHUB_APP_PRIVATE_KEY", strings.Repeat("s3cret", 100), "file name too long"},
		{"GITHUB_APP_PRIVATE_KEY", write(t, "empty.pem", ""), "no complete PEM"},
		{"GITHUB_APP_PRIVATE_KEY", write(t, "large.pem", strings.Repeat("x", 65537)), "larger than"},
		{"GITHUB_APP_PRIVATE_KEY", "/dev/zero", "larger than"},
		{"GITHUB_APP_PRIVATE_KEY", pkcs1[:len(pkcs1)/2], "no complete PEM"},
		{"GITHUB_APP_PRIVATE_KEY", block("RSA PRIVATE KEY", []byte("s3cret")), "damaged"},
		{"GITHUB_APP_PRIVATE_KEY", block("PRIVATE KEY", []byte("s3cret")), "damaged"},
		{"GITHUB_APP_PRIVATE_KEY", pkcs8PEM(t, curve), "not an RSA key"},
		{"GITHUB_APP_PRIVATE_KEY", block("ENCRYPTED PRIVATE KEY", []byte("s3cret")), "passphrase"},
		{"GITHUB_APP_PRIVATE_KEY", block("PUBLIC KEY", []byte("s3cret")), "not a private key"},
		{"GITHUB_APP_WEBHOOK_SECRET", "", "is not set"},
		{"GITHUB_APP_WEBHOOK_SECRET", "s3cret\n", "white space"},
		{"GITHUB_APP_WEBHOOK_SECRET", "s3cret,s3cret", "comma"},
		{"UPKEEP_MARKER_KEYS", "s3cret", "key number 1 of 6 bytes"},
		{"UPKEEP_MARKER_KEYS", "s3crets3crets3cret,", "key number 2 of 0 bytes"},
		{"UPKEEP_MARKER_KEYS", "s3crets3crets3cret,s3crets3crets3cret", "key number 2 twice"},
		{"UPKEEP_ADDR", "8080", "address to listen on"},
		{"UPKEEP_ADDR", ":http", "address to listen on"},
		{"UPKEEP_ADDR", ":65536", "address to listen on"},
		{"UPKEEP_HALT", "now", "true or false"},
		{"UPKEEP_DATABASE_URL", "mysql://u:s3cret@db/x", "must be sqlite"},
		{"UPKEEP_DATABASE_URL", "postgres://u:s3cret@db:port/x", "not a URL"},
		{"UPKEEP_DATABASE_URL", "postgres://", "has no host"},
		{"UPKEEP_DATABASE_URL", "memory:", "must not be memory"},
		{"UPKEEP_DATABASE_URL", "sqlite://upkeep.db", "must go on with ./"},
		{"UPKEEP_DATABASE_URL", "sqlite:///var/lib/", "folder"},
		{"UPKEEP_DATABASE_URL", "sqlite://./x.db?_pragma=s3cret", "plain path"},
		{"UPKEEP_DATABASE_URL", "upkeep.db", "must be sqlite"},
		{"GITHUB_WEB_URL", "github.com", "must start with http"},
		{"GITHUB_WEB_URL", "ftp://github.com", "must start with http"},
		{"GITHUB_WEB_URL", "https://", "has no host"},
		{"GITHUB_WEB_URL", "https://me:s3cret@github.com", "user name or password"},
		{"GITHUB_WEB_URL", "https://github.com/?token=s3cret", "query"},
		{"GITHUB_WEB_URL", "https://github.com:99999", "port"},
		{"GITHUB_WEB_URL", "https://s3cret%zz", "not a URL"},
		{"GITHUB_V3_API_URL", "https://github.com#", "fragment"},
		{"UPKEEP_CONFIG", "s3cret-no-such-file", "no such file"},
	}
	for _, test := range tests {
		t.Run(test.variable+" "+test.want, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, map[string]string{test.variable: test.value})
			if err == nil {
				t.Fatal("no error")
			}
			if text := err.Error(); !strings.Contains(text, test.variable) || !strings.Contains(text, test.want) {
				t.Errorf("error %q, want %q in it", text, test.want)
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %q shows the value", err)
			}
		})
	}
}

func TestLoadNamesAllProblems(t *testing.T) {
	t.Parallel()
	_, err := load(t, map[string]string{
		"GITHUB_APP_INTEGRATION_ID": "x", "GITHUB_APP_PRIVATE_KEY": "", "GITHUB_WEB_URL": "x",
		"UPKEEP_ADDR": "x", "UPKEEP_DATABASE_URL": "x", "UPKEEP_HALT": "x", "UPKEEP_MARKER_KEYS": "x",
	})
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	var named []string
	for _, line := range lines {
		name, _, _ := strings.Cut(line, " ")
		named = append(named, name)
	}
	want := []string{
		"GITHUB_WEB_URL", "GITHUB_APP_PRIVATE_KEY", "GITHUB_APP_INTEGRATION_ID", "UPKEEP_MARKER_KEYS",
		"UPKEEP_ADDR", "UPKEEP_DATABASE_URL", "UPKEEP_HALT",
	}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("variables (-want +got):\n%s\n%v", diff, err)
	}
}

// The token of one server must not go to another.
func TestLoadRefusesHalfAServer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ set, want string }{
		"page only":  {"GITHUB_WEB_URL", "GITHUB_V3_API_URL is not set"},
		"one API":    {"GITHUB_V3_API_URL", "GITHUB_V4_API_URL is not set"},
		"other API":  {"GITHUB_V4_API_URL", "GITHUB_V3_API_URL is not set"},
		"page, both": {"GITHUB_WEB_URL", "GITHUB_V4_API_URL is not set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, map[string]string{test.set: "https://ghes.example"})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
		})
	}
}
