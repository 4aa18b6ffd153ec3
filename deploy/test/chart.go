// Package deploytest renders
// Helm's own module, and decodes what comes out into Kubernetes' own types. It
// is a module of its own, so that the program's list of dependencies stays free
// of Helm and Kubernetes; `make chart` runs its tests.
package deploytest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// Folder is where the chart is.
const Folder = "../helm/upkeep"

// Rendered is what a release of the chart comes to.
type Rendered struct {
	// Objects by kind and name, as "Deployment/upkeep"; those of Kubernetes in
	// its own types, others, such as ExternalSecret, as unstructured.Unstructured.
	Objects map[string]runtime.Object
	// Notes is what Helm tells whoever installs it.
	Notes string
}

// Render renders the chart for a release with values over those of values.yaml.
// A field that Kubernetes does not know, or one that is there twice, is an error.
func Render(release string, values map[string]any) (Rendered, error) {
	chart, err := loader.Load(Folder)
	if err != nil {
		return Rendered{}, fmt.Errorf("load the chart: %w", err)
	}
	options := common.ReleaseOptions{Name: release, Namespace: "upgrades", Revision: 1, IsInstall: true}
	all, err := util.ToRenderValues(chart, values, options, common.DefaultCapabilities)
	if err != nil {
		return Rendered{}, fmt.Errorf("take the values: %w", err)
	}
	files, err := engine.Render(chart, all)
	if err != nil {
		return Rendered{}, fmt.Errorf("render the chart: %w", err)
	}
	r := Rendered{Objects: map[string]runtime.Object{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch {
		case strings.HasSuffix(name, "NOTES.txt"):
			r.Notes = files[name]
		case strings.HasSuffix(name, ".yaml") && strings.TrimSpace(files[name]) != "":
			if err := r.add(files[name]); err != nil {
				return Rendered{}, fmt.Errorf("%s: %w\n%s", name, err, files[name])
			}
		}
	}
	return r, nil
}

// add decodes one manifest.
func (r Rendered) add(text string) error {
	var head unstructured.Unstructured
	if err := yaml.UnmarshalStrict([]byte(text), &head.Object); err != nil {
		return fmt.Errorf("read the YAML: %w", err)
	}
	name := head.GetKind() + "/" + head.GetName()
	if _, twice := r.Objects[name]; twice {
		return fmt.Errorf("%s is there twice", name)
	}
	if !scheme.Scheme.Recognizes(head.GroupVersionKind()) {
		r.Objects[name] = &head
		return nil
	}
	strict := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict)
	object, _, err := strict.UniversalDeserializer().Decode([]byte(text), nil, nil)
	if err != nil {
		return fmt.Errorf("decode it as Kubernetes would: %w", err)
	}
	r.Objects[name] = object
	return nil
}
