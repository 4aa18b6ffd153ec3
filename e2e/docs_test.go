//go:build services

package e2e_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/runbook"
)

// runElsewhere are documented commands that this test does not run, by who does.
func runElsewhere() map[string]string {
	const (
		makefile = "make test, as its own steps"
		restore  = "TestRestore"
	)
	return map[string]string{
		"make build":                     makefile,
		"make demo":                      makefile,
		"make demo ARGS=--exit":          makefile,
		"make image":                     "TestImage",
		"upkeep backup upkeep-backup.db": restore,
		"rm -f upkeep.db upkeep.db-wal upkeep.db-shm":                                                                restore,
		"cp upkeep-backup.db upkeep.db":                                                                              restore,
		`pg_dump --format=custom --file=upkeep.dump "$UPKEEP_DATABASE_URL"`:                                          restore,
		`pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$UPKEEP_DATABASE_URL" upkeep.dump`: restore,
		`UPKEEP_PICTURES=$PWD/docs/tour go test -count=1 -tags services ./e2e -run 'TestTour$'`:                      "TestTour, without the pictures",
		"bin/upkeep emulate --org demo/organisation.yml --webhook-secret secret":                                     "TestEmulate",
	}
}

// TestDocumentedCommands runs every command of the documents, document by
// document and in their order, as a reader does: the program on the path, a
// folder of one's own, and an organisation in plan mode.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	files := []string{"../README.md", "../CONTRIBUTING.md"}
	for _, pattern := range []string{"../docs/*.md", "../deploy/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	ran, passed := 0, runElsewhere()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var mine []string
		for _, line := range commandsIn(string(text)) {
			if _, known := runElsewhere()[line]; known {
				delete(passed, line)
				continue
			}
			mine = append(mine, line)
		}
		if ran += len(mine); len(mine) > 0 {
			t.Run(strings.TrimPrefix(file, "../"), func(t *testing.T) {
				t.Parallel()
				r := newReader(t)
				for _, line := range mine {
					r.types(line)
				}
			})
		}
	}
	if ran < 10 {
		t.Errorf("found %d commands to run, want at least 10", ran)
	}
	for line, who := range passed {
		t.Errorf("%q, which %s runs, is in no document", line, who)
	}
}

var shell = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// commandsIn are the lines of the blocks that say what to type.
func commandsIn(text string) []string {
	var all []string
	for _, block := range shell.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			line, _, _ = strings.Cut(line, "  #")
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, line)
			}
		}
	}
	return all
}

// documentReader does what a document says.
type documentReader struct {
	*world
	folder, token string
}

func newReader(t *testing.T) *documentReader {
	r := &documentReader{world: newWorld(t, options{children: 2}), folder: t.TempDir()}
	r.upkeep("migrate") // whoever operates a server has a database
	r.must(os.Mkdir(filepath.Join(r.folder, "bin"), 0o700))
	r.must(os.Symlink(binary, filepath.Join(r.folder, "bin", "upkeep")))
	token, err := r.github.MakePersonalToken("ari", emulator.PersonalToken{Organization: org, Permissions: map[string]string{
		"contents": "read", "issues": "read", "metadata": "read", "pull_requests": "read", "members": "read", "organization_projects": "read",
	}})
	r.must(err)
	r.token = token
	policy, _ := r.github.File(policyRepo, policyFile)
	r.must(os.WriteFile(filepath.Join(r.folder, "upkeep.yml"), []byte(policy), 0o600))
	r.must(os.WriteFile(filepath.Join(r.folder, "runbook.md"), []byte("## Prepare\n- [ ] "+runbook.Default(runbook.Terms{}).Steps[0].Text+"\n"), 0o600))
	return r
}

// mayDiffer are the commands that end with 2 when there is something to tell.
func mayDiffer(line string) bool { return strings.HasPrefix(line, "upkeep plan") }

// types runs one line. A server goes on until the test ends.
func (r *documentReader) types(line string) {
	r.Helper()
	if line == "upkeep serve" {
		r.serve(nil)
		r.quiet()
		return
	}
	command := exec.Command("bash", "-eu", "-o", "pipefail", "-c", strings.ReplaceAll(line, "your-org", org))
	command.Dir = r.folder
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	command.WaitDelay = time.Second
	command.Env = []string{"GITHUB_TOKEN=" + r.token, "PATH=" + filepath.Join(r.folder, "bin") + ":" + os.Getenv("PATH")}
	for name, value := range r.environment() {
		command.Env = append(command.Env, name+"="+value)
	}
	said, err := command.CombinedOutput()
	failed, _ := errors.AsType[*exec.ExitError](err)
	if err != nil && (failed == nil || failed.ExitCode() != 2 || !mayDiffer(line)) {
		r.Fatalf("%s: %v\n%s", line, err, said)
	}
	if len(said) == 0 {
		r.Errorf("%s says nothing", line)
	}
}
