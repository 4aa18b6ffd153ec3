package look_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/look"
)

// The proposals for two organisations: one that has a policy, and one that looks
// like Open edX and has none.
func TestProposals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, organisation string }{
		{"demo", "../demo/organisation.yml", "openlearn"},
		{"open-edx", "testdata/open-edx.yaml", "openedx"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found := newWorld(t, test.file).discover(t, test.organisation)
			if len(found.Unread)+len(found.LeftOut) > 0 {
				t.Errorf("not read: %+v, left out: %v", found.Unread, found.LeftOut)
			}
			if _, problems := config.ParsePolicy(test.organisation, []byte(found.Policy())); len(problems) > 0 {
				t.Error(problems)
			}
			golden(t, test.name+".yml", found.Policy())
		})
	}
}

var update = flag.Bool("update", false, "write the golden files anew; read them before they are accepted")

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is another one (-want +got):\n%s", name, diff)
	}
}

func TestThereIsNoSuchOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "testdata/open-edx.yaml")
	for account, person := range map[string]bool{"nobody-here": false, "ari": true} {
		_, err := look.Discover(t.Context(), w, w.inst, account, lookedAt)
		if none, ok := errors.AsType[look.NoOrganisation](err); !ok || none.Person != person {
			t.Errorf("%s: %v", account, err)
		}
	}
}
