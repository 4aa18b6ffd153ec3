package deploytest

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// TestCompose reads the file as `docker compose` does.
func TestCompose(t *testing.T) {
	t.Parallel()
	options, err := cli.NewProjectOptions([]string{"../compose.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	app, database := project.Services["app"], project.Services["database"]
	if !app.ReadOnly || !slices.Equal(app.CapDrop, []string{"ALL"}) || !slices.Equal(app.SecurityOpt, []string{"no-new-privileges:true"}) {
		t.Errorf("the app's container may write or do more than it needs: %+v", app)
	}
	if len(app.Ports) != 1 || app.Ports[0].HostIP != "127.0.0.1" || len(database.Ports) > 0 {
		t.Errorf("the ports %+v and %+v are open to other hosts", app.Ports, database.Ports)
	}
	if on := app.DependsOn["database"].Condition; on != types.ServiceConditionHealthy {
		t.Errorf("the app starts when its database is %q", on)
	}
	for service, variable := range map[string]string{"app": "UPKEEP_CONFIG", "database": "POSTGRES_PASSWORD_FILE"} {
		wantSecretFile(t, project, service, variable)
	}
}

// wantSecretFile wants the service to be handed one secret, as the file that a
// variable names, and none in a variable.
func wantSecretFile(t *testing.T, project *types.Project, service, variable string) {
	t.Helper()
	s := project.Services[service]
	if len(s.Secrets) != 1 {
		t.Fatalf("%s is handed %+v", service, s.Secrets)
	}
	secret := project.Secrets[s.Secrets[0].Source]
	if value := s.Environment[variable]; value == nil || *value != s.Secrets[0].Target {
		t.Errorf("%s of %s is %v, the secret is at %s", variable, service, value, s.Secrets[0].Target)
	}
	if !strings.Contains(secret.File, "/deploy/secrets/") {
		t.Errorf("the secret of %s is %s, which git does not ignore", service, secret.File)
	}
	for name, value := range s.Environment {
		if name != variable && value != nil && strings.Contains(strings.ToLower(name), "password") {
			t.Errorf("%s has %s in its environment", service, name)
		}
	}
}
