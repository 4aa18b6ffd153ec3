package deploytest

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRelease wants a release to be built as `make build` does, with what the
// instructions need in each archive, and lists and checksums for all of it.
// `goreleaser check` would compile GoReleaser for many minutes.
func TestRelease(t *testing.T) {
	t.Parallel()
	var release struct {
		Builds []struct {
			Env, Flags, Ldflags, Targets []string
		}
		Archives []struct{ Files []string }
		SBOMs    []struct{ Artifacts string }
		Checksum map[string]string
	}
	if err := yaml.Unmarshal([]byte(read(t, ".goreleaser.yaml")), &release); err != nil {
		t.Fatal(err)
	}
	makefile, build := read(t, "Makefile"), release.Builds[0]
	for _, setting := range []string{
		"CGO_ENABLED := " + strings.TrimPrefix(strings.Join(build.Env, " "), "CGO_ENABLED=") + "\n",
		" " + strings.Join(build.Flags, " ") + ")\n", "-ldflags='" + strings.Join(build.Ldflags, " ") + "'\n",
	} {
		if !strings.Contains(makefile, setting) {
			t.Errorf("releases are built with %q, the Makefile does without", setting)
		}
	}
	if len(build.Targets) == 0 || len(release.SBOMs) != 1 || release.SBOMs[0].Artifacts != "archive" || release.Checksum["algorithm"] != "sha256" {
		t.Errorf("the release is %+v", release)
	}
	for _, file := range release.Archives[0].Files {
		read(t, file)
	}
}

// TestService wants the unit to hand the settings file over as a credential,
// whatever account it runs as, and to confine what it starts.
func TestService(t *testing.T) {
	t.Parallel()
	settings := map[string][]string{}
	for line := range strings.Lines(read(t, "deploy/upkeep.service")) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), "="); found && !strings.HasPrefix(line, "#") {
			settings[name] = append(settings[name], value)
		}
	}
	credential, _, _ := strings.Cut(settings["LoadCredential"][0], ":")
	if !slices.Contains(settings["Environment"], "UPKEEP_CONFIG=%d/"+credential) {
		t.Errorf("the credential is %s, the environment %v", credential, settings["Environment"])
	}
	confined := map[string]string{
		"CapabilityBoundingSet": "", "DynamicUser": "yes", "MemoryDenyWriteExecute": "yes", "NoNewPrivileges": "yes",
		"PrivateDevices": "yes", "PrivateTmp": "yes", "ProtectHome": "yes", "ProtectSystem": "strict", "RestrictSUIDSGID": "yes",
	}
	for _, name := range slices.Sorted(maps.Keys(confined)) {
		if diff := cmp.Diff([]string{confined[name]}, settings[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestImagesArePinned wants every image to name a version.
func TestImagesArePinned(t *testing.T) {
	t.Parallel()
	image := regexp.MustCompile(`(?m)^(?:FROM|\s+image:) ([^\s]+)`)
	for file, count := range map[string]int{"Dockerfile": 2, "deploy/compose.yaml": 2} {
		found := image.FindAllStringSubmatch(read(t, file), -1)
		if len(found) != count {
			t.Errorf("%s has the images %q", file, found)
		}
		for _, one := range found {
			_, version, _ := strings.Cut(one[1], ":")
			if own := one[1] == "scratch" || one[1] == "upkeep"; !own && !regexp.MustCompile(`^\d`).MatchString(version) {
				t.Errorf("%s takes whatever %s is", file, one[1])
			}
		}
	}
}
