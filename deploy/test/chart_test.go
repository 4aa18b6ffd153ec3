package deploytest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"helm.sh/helm/v4/pkg/chart/v2/lint"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// everything switches on all that the chart can make.
func everything() map[string]any {
	return map[string]any{
		"image":          map[string]any{"digest": "sha256:" + strings.Repeat("a", 64), "pullSecrets": []any{"registry"}},
		"replicas":       3,
		"environment":    map[string]any{"UPKEEP_HALT": "true"},
		"externalSecret": map[string]any{"store": "vault", "remoteKey": "teams/upkeep"},
		"ingress":        map[string]any{"host": "upkeep.example.org", "className": "nginx", "tlsSecret": "upkeep-tls"},
		"networkPolicy": map[string]any{"from": []any{
			map[string]any{"namespaceSelector": map[string]any{"matchLabels": map[string]any{"name": "ingress"}}},
		}},
		"nodeSelector": map[string]any{"kubernetes.io/arch": "amd64"},
		"tolerations":  []any{map[string]any{"key": "spot", "operator": "Exists"}},
	}
}

func render(t *testing.T, release string, values map[string]any) Rendered {
	t.Helper()
	r, err := Render(release, values)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// find is one object of a type.
func find[T any](t *testing.T, r Rendered, name string) T {
	t.Helper()
	object, ok := r.Objects[name].(T)
	if !ok {
		t.Fatalf("%s is %T; there are %v", name, r.Objects[name], slices.Sorted(maps.Keys(r.Objects)))
	}
	return object
}

func TestHelmLint(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]map[string]any{"defaults": {}, "everything": everything()} {
		for _, message := range lint.RunAll(Folder, values, "upgrades").Messages {
			t.Errorf("with %s: %v", name, message)
		}
	}
}

func TestWhatIsMade(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, release string
		values        map[string]any
		want          []string
	}{
		{"defaults", "upkeep", nil, []string{
			"Deployment/upkeep", "Job/upkeep-migrate", "NetworkPolicy/upkeep", "PodDisruptionBudget/upkeep", "Service/upkeep",
		}},
		{"everything", "prod", everything(), []string{
			"Deployment/prod-upkeep", "ExternalSecret/upkeep", "Ingress/prod-upkeep", "Job/prod-upkeep-migrate",
			"NetworkPolicy/prod-upkeep", "PodDisruptionBudget/prod-upkeep", "Service/prod-upkeep",
		}},
		{"one replica", "upkeep", map[string]any{"replicas": 1, "networkPolicy": map[string]any{"enabled": false}}, []string{
			"Deployment/upkeep", "Job/upkeep-migrate", "Service/upkeep",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := render(t, test.release, test.values)
			if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(r.Objects))); diff != "" {
				t.Errorf("objects (-want +got):\n%s", diff)
			}
			if !strings.Contains(r.Notes, "runs as") {
				t.Errorf("the notes are %q", r.Notes)
			}
		})
	}
}

func TestWrongValuesAreRefused(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]map[string]any{
		"misspelt":              {"replica": 2},
		"no replica":            {"replicas": 0},
		"a tag for a digest":    {"image": map[string]any{"digest": "v1"}},
		"a store without a key": {"externalSecret": map[string]any{"store": "vault"}},
	} {
		if r, err := Render("upkeep", values); err == nil {
			t.Errorf("%s: rendered %v", name, slices.Sorted(maps.Keys(r.Objects)))
		}
	}
}

// TestPodsAreConfined wants the server and the migration to run as the image's
// user, with nothing that they do not need, and the secret only as a file.
func TestPodsAreConfined(t *testing.T) {
	t.Parallel()
	r := render(t, "upkeep", everything())
	pods := map[string]corev1.PodSpec{
		"serve":   find[*appsv1.Deployment](t, r, "Deployment/upkeep").Spec.Template.Spec,
		"migrate": find[*batchv1.Job](t, r, "Job/upkeep-migrate").Spec.Template.Spec,
	}
	for command, pod := range pods {
		container := pod.Containers[0]
		if len(pod.Containers) != 1 || !slices.Equal(container.Args, []string{command}) || len(container.Command) > 0 {
			t.Errorf("%s: containers %+v", command, pod.Containers)
		}
		if want := "upkeep@sha256:" + strings.Repeat("a", 64); container.Image != want {
			t.Errorf("%s: image %s", command, container.Image)
		}
		if *pod.AutomountServiceAccountToken {
			t.Errorf("%s: has a token for the cluster", command)
		}
		as := pod.SecurityContext
		if !*as.RunAsNonRoot || *as.RunAsUser != 65532 || as.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s: pod runs as %+v", command, as)
		}
		may := container.SecurityContext
		if *may.AllowPrivilegeEscalation || !*may.ReadOnlyRootFilesystem || !slices.Equal(may.Capabilities.Drop, []corev1.Capability{"ALL"}) {
			t.Errorf("%s: container may %+v", command, may)
		}
		if container.Resources.Limits.Memory().IsZero() || container.Resources.Requests.Cpu().IsZero() {
			t.Errorf("%s: resources %+v", command, container.Resources)
		}
		environment := map[string]string{}
		for _, e := range container.Env {
			environment[e.Name] = e.Value
		}
		wanted := map[string]string{"UPKEEP_CONFIG": "/etc/upkeep/upkeep.yml", "UPKEEP_ADDR": ":8080", "UPKEEP_HALT": "true"}
		if diff := cmp.Diff(wanted, environment); diff != "" || len(container.EnvFrom) > 0 {
			t.Errorf("%s: environment (-want +got):\n%s", command, diff)
		}
		settings := pod.Volumes[0].Secret
		if settings.SecretName != "upkeep" || *settings.DefaultMode != 0o440 || container.VolumeMounts[0].MountPath != "/etc/upkeep" {
			t.Errorf("%s: settings %+v, %+v", command, settings, container.VolumeMounts)
		}
	}
}

func TestReplicasComeAndGoOneByOne(t *testing.T) {
	t.Parallel()
	r := render(t, "upkeep", map[string]any{"replicas": 3})
	deployment := find[*appsv1.Deployment](t, r, "Deployment/upkeep")
	update := deployment.Spec.Strategy.RollingUpdate
	if *deployment.Spec.Replicas != 3 || update.MaxUnavailable.IntValue() != 0 || update.MaxSurge.IntValue() != 1 {
		t.Errorf("%d replicas, updated with %+v", *deployment.Spec.Replicas, update)
	}
	pod := deployment.Spec.Template.Spec
	container := pod.Containers[0]
	for path, probe := range map[string]*corev1.Probe{"/healthz": container.LivenessProbe, "/readyz": container.ReadinessProbe} {
		if probe.HTTPGet.Path != path || probe.HTTPGet.Port.String() != container.Ports[0].Name {
			t.Errorf("probe %+v, want %s", probe.HTTPGet, path)
		}
	}
	const drain = 10
	if sleep := container.Lifecycle.PreStop.Sleep.Seconds; *pod.TerminationGracePeriodSeconds < sleep+drain {
		t.Errorf("%d s to end, of which it sleeps %d and drains %d", *pod.TerminationGracePeriodSeconds, sleep, drain)
	}
	if budget := find[*policyv1.PodDisruptionBudget](t, r, "PodDisruptionBudget/upkeep"); budget.Spec.MaxUnavailable.IntValue() != 1 {
		t.Errorf("budget %+v", budget.Spec)
	}
}

// TestSelectorsFindTheirPods looks at who is behind the service and which pods
// the budget and the network policy are about.
func TestSelectorsFindTheirPods(t *testing.T) {
	t.Parallel()
	r := render(t, "prod", everything())
	server := labels.Set(find[*appsv1.Deployment](t, r, "Deployment/prod-upkeep").Spec.Template.Labels)
	migration := labels.Set(find[*batchv1.Job](t, r, "Job/prod-upkeep-migrate").Spec.Template.Labels)
	for name, test := range map[string]struct {
		selector          map[string]string
		server, migration bool
	}{
		"deployment":     {find[*appsv1.Deployment](t, r, "Deployment/prod-upkeep").Spec.Selector.MatchLabels, true, false},
		"service":        {find[*corev1.Service](t, r, "Service/prod-upkeep").Spec.Selector, true, false},
		"budget":         {find[*policyv1.PodDisruptionBudget](t, r, "PodDisruptionBudget/prod-upkeep").Spec.Selector.MatchLabels, true, false},
		"network policy": {find[*networkingv1.NetworkPolicy](t, r, "NetworkPolicy/prod-upkeep").Spec.PodSelector.MatchLabels, true, true},
	} {
		selector := labels.SelectorFromSet(test.selector)
		if got := selector.Matches(server); got != test.server {
			t.Errorf("%s: the server's pods: %t", name, got)
		}
		if got := selector.Matches(migration); got != test.migration {
			t.Errorf("%s: the migration's pods: %t", name, got)
		}
	}
}

func TestNetworkIsNarrow(t *testing.T) {
	t.Parallel()
	r := render(t, "upkeep", everything())
	policy := find[*networkingv1.NetworkPolicy](t, r, "NetworkPolicy/upkeep").Spec
	if len(policy.Ingress) != 1 || len(policy.Ingress[0].From) != 1 || policy.Ingress[0].Ports[0].Port.String() != "http" {
		t.Errorf("ingress %+v", policy.Ingress)
	}
	var ports []string
	for _, p := range policy.Egress[0].Ports {
		ports = append(ports, string(*p.Protocol)+" "+p.Port.String())
	}
	if diff := cmp.Diff([]string{"UDP 53", "TCP 53", "TCP 443", "TCP 5432"}, ports); diff != "" {
		t.Errorf("egress (-want +got):\n%s", diff)
	}
	ingress := find[*networkingv1.Ingress](t, r, "Ingress/upkeep").Spec
	var paths []string
	for _, p := range ingress.Rules[0].HTTP.Paths {
		paths = append(paths, p.Path+" to "+p.Backend.Service.Name+" "+p.Backend.Service.Port.Name)
	}
	want := []string{"/api/github/hook to upkeep http", "/commands to upkeep http", "/assets to upkeep http"}
	if diff := cmp.Diff(want, paths); diff != "" || ingress.TLS[0].SecretName != "upkeep-tls" {
		t.Errorf("ingress (-want +got):\n%s\n%+v", diff, ingress.TLS)
	}
}

// TestMigrationComesFirst wants the secret, then the migration, then everything else.
func TestMigrationComesFirst(t *testing.T) {
	t.Parallel()
	r := render(t, "upkeep", everything())
	job := find[*batchv1.Job](t, r, "Job/upkeep-migrate").Annotations
	secret := find[*unstructured.Unstructured](t, r, "ExternalSecret/upkeep")
	const hook, weight = "helm.sh/hook", "helm.sh/hook-weight"
	for name, annotations := range map[string]map[string]string{"job": job, "secret": secret.GetAnnotations()} {
		if annotations[hook] != "pre-install,pre-upgrade" {
			t.Errorf("%s: %v", name, annotations)
		}
	}
	if job[weight] != "" || !strings.HasPrefix(secret.GetAnnotations()[weight], "-") {
		t.Errorf("weights: job %q, secret %q", job[weight], secret.GetAnnotations()[weight])
	}
	target, _, err := unstructured.NestedStringMap(secret.Object, "spec", "target")
	want := map[string]string{"name": "upkeep", "creationPolicy": "Orphan", "deletionPolicy": "Retain"}
	if diff := cmp.Diff(want, target); diff != "" || err != nil {
		t.Errorf("target %v (-want +got):\n%s", err, diff)
	}
}
