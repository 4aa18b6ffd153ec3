package config_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/config"
)

func TestSecretNeverShows(t *testing.T) {
	t.Parallel()
	secret := config.NewSecret("s3cret")
	settings := config.Settings{PrivateKey: secret, MarkerKeys: []config.Secret{secret}}
	nested := struct{ hidden config.Secret }{secret}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p"} {
		fmt.Fprintf(&out, verb+verb+verb+verb+"\n", secret, &secret, settings, nested)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("", "a", secret, "b", settings)
	slog.New(slog.NewTextHandler(&out, nil)).Info("", "a", secret, "b", settings)
	log := zerolog.New(&out)
	log.Info().Interface("a", secret).Any("b", settings).Stringer("c", secret).Send()
	for name, encode := range map[string]func(any) ([]byte, error){
		"json": json.Marshal, "yaml": yaml.Marshal, "xml": xml.Marshal,
	} {
		text, err := encode(settings)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out.Write(text)
	}
	for _, form := range []string{"s3cret", "733363726574", "115 51"} {
		if strings.Contains(out.String(), form) {
			t.Errorf("printed as %q:\n%s", form, out.String())
		}
	}
	if !strings.Contains(out.String(), "[secret]") {
		t.Error("nothing was printed in its place")
	}
}

func TestSecretZeroIsEmpty(t *testing.T) {
	t.Parallel()
	if got := (config.Secret{}).Reveal(); got != "" || !(config.Secret{}).Equal(config.NewSecret("")) {
		t.Errorf("the zero secret reveals %q", got)
	}
}
