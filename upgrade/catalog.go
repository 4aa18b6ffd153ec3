package upgrade

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/say"
)

// catalogLimits bound what is read of a catalog-info.yaml; a longer one names no owner.
const (
	catalogBytes     = 256 << 10
	catalogDocuments = 100
)

// Owner is a team, or a person, or nobody.
type Owner struct {
	Team string // the team's slug
	User string // the account's login
}

// IsZero reports whether the owner is nobody.
func (o Owner) IsZero() bool { return o == Owner{} }

// Name is the slug or login; empty for nobody.
func (o Owner) Name() string { return o.Team + o.User }

// String is the owner as ParseOwner reads it.
func (o Owner) String() string {
	switch {
	case o.User != "":
		return "user:" + o.User
	case o.Team != "":
		return "group:" + o.Team
	default:
		return ""
	}
}

// Catalog is what the app reads of a repository's catalog-info.yaml.
type Catalog struct {
	Owner Owner
	// Kind is empty when the file does not say.
	Kind RepositoryKind
}

// entity is the part of a Backstage entity that counts here. The nodes are
// read by hand, because people write lists and maps where a word belongs.
type entity struct {
	Kind yaml.Node `yaml:"kind"`
	Spec struct {
		Owner yaml.Node `yaml:"owner"`
		Type  yaml.Node `yaml:"type"`
	} `yaml:"spec"`
}

// ParseCatalog reads a catalog-info.yaml, which may hold several documents: a
// component speaks for the repository before anything else does. A file that
// is empty, too long or broken says nothing; that is no error.
func ParseCatalog(text string) Catalog {
	var fromComponent, fromOther Catalog
	for _, e := range entities(text) {
		if kind := scalar(e.Spec.Type); isComponent(e) {
			fromComponent = fromComponent.or(Catalog{Owner: ParseOwner(scalar(e.Spec.Owner)), Kind: repositoryKind(kind)})
		} else {
			fromOther = fromOther.or(Catalog{Owner: ParseOwner(scalar(e.Spec.Owner))})
		}
	}
	return fromComponent.or(fromOther)
}

// entities are the file's documents; none if any of them is broken.
func entities(text string) []entity {
	if len(text) > catalogBytes {
		return nil
	}
	var found []entity
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for range catalogDocuments {
		var e entity
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			return nil
		}
		found = append(found, e)
	}
	return nil
}

func isComponent(e entity) bool {
	kind := scalar(e.Kind)
	return kind == "" || strings.EqualFold(kind, "Component")
}

func scalar(n yaml.Node) string {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = *n.Alias
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func repositoryKind(specType string) RepositoryKind {
	switch {
	case specType == "":
		return ""
	case strings.EqualFold(specType, "service"):
		return RepositoryService
	default:
		return RepositoryOther
	}
}

func (c Catalog) or(other Catalog) Catalog {
	if c.Owner.IsZero() {
		c.Owner = other.Owner
	}
	if c.Kind == "" {
		c.Kind = other.Kind
	}
	return c
}

var ownerPattern = regexp.MustCompile(`^(?i:(group|user):)?(?:[A-Za-z0-9._-]+/)?([A-Za-z0-9][A-Za-z0-9._-]{0,99})$`)

// ParseOwner reads an owner as catalogues and policies write it: "group:x",
// "group:default/x" and a bare "x" are teams, "user:x" is a person. Anything
// else is nobody.
func ParseOwner(s string) Owner {
	m := ownerPattern.FindStringSubmatch(s)
	switch {
	case m == nil:
		return Owner{}
	case strings.EqualFold(m[1], "user"):
		return Owner{User: m[2]}
	default:
		return Owner{Team: m[2]}
	}
}

// Owning says who owns the repository of a child and of which kind it is. The
// child's settings name the owner before the repository's catalog-info.yaml
// does, and that before the policy; the policy's kind wins where it is set.
// Either is zero when nobody says.
func (p Policy) Owning(r Repository, child Settings) (Owner, RepositoryKind) {
	o := p.owning(r, child)
	return o.owner, o.kind
}

// owning is what Owning says, with the place that says so; empty when nobody does.
type owning struct {
	owner               Owner
	kind                RepositoryKind
	ownerFrom, kindFrom say.Source
}

func (p Policy) owning(r Repository, child Settings) owning {
	settings := p.Repository(r.Owner, r.Name)
	var o owning
	for _, source := range []struct {
		from say.Source
		says Catalog
	}{
		{say.SourceCommand, Catalog{Owner: ParseOwner(child.Value(SettingOwner))}},
		{say.SourcePolicy, Catalog{Kind: settings.Kind}},
		{say.SourceCatalog, ParseCatalog(r.Catalog)},
		{say.SourcePolicy, Catalog{Owner: ParseOwner(settings.Owner)}},
	} {
		if o.owner.IsZero() && !source.says.Owner.IsZero() {
			o.owner, o.ownerFrom = source.says.Owner, source.from
		}
		if o.kind == "" && source.says.Kind != "" {
			o.kind, o.kindFrom = source.says.Kind, source.from
		}
	}
	return o
}
