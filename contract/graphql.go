package contract

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// GraphQLChecker knows GitHub's GraphQL schema, with the additions of
// testdata/github/additions.graphql that the npm package lacks.
type GraphQLChecker struct {
	schema  *ast.Schema // with the additions
	arrived []error     // additions that the package has by now
}

// Reading the schema takes a while, hence once per test binary.
var loadGraphQL = sync.OnceValues(func() (*GraphQLChecker, error) {
	published, err := readPackage("graphql-schema/schema.graphql")
	if err != nil {
		return nil, err
	}
	additions, err := readModule("testdata/github/additions.graphql")
	if err != nil {
		return nil, err
	}
	return newGraphQLChecker(string(published), string(additions))
})

// GraphQL returns the checker of GraphQL documents and schemas.
func GraphQL(t testing.TB) *GraphQLChecker {
	t.Helper()
	return must(t, loadGraphQL)
}

func newGraphQLChecker(published, additions string) (*GraphQLChecker, error) {
	document, err := parser.ParseSchemas(validator.Prelude, &ast.Source{Name: "schema.graphql", Input: published})
	if err != nil {
		return nil, fmt.Errorf("parse GitHub's schema: %w", err)
	}
	more, err := parser.ParseSchema(&ast.Source{Name: "additions.graphql", Input: additions})
	if err != nil {
		return nil, fmt.Errorf("parse the additions: %w", err)
	}
	c := &GraphQLChecker{}
	for _, definition := range document.Definitions {
		definition.Fields = withoutRepeated(definition.Fields)
	}
	var fresh ast.DefinitionList
	for _, definition := range more.Definitions {
		if document.Definitions.ForName(definition.Name) == nil {
			fresh = append(fresh, definition)
			continue
		}
		c.arrived = append(c.arrived, fmt.Errorf("%s has arrived upstream", definition.Name))
		more.Extensions = append(more.Extensions, definition)
	}
	more.Definitions = fresh
	for _, extension := range more.Extensions {
		if known := document.Definitions.ForName(extension.Name); known != nil {
			c.arrived = append(c.arrived, takeArrived(known, extension)...)
		}
	}
	document.Merge(more)
	if c.schema, err = validator.ValidateSchemaDocument(document); err != nil {
		return nil, fmt.Errorf("load GitHub's schema with the additions: %w", err)
	}
	return c, nil
}

// withoutRepeated drops fields that are defined twice with the same type, as
// GitHub's published schema has some.
func withoutRepeated(fields ast.FieldList) ast.FieldList {
	var kept ast.FieldList
	for _, field := range fields {
		if known := kept.ForName(field.Name); known == nil || known.Type.String() != field.Type.String() {
			kept = append(kept, field)
		}
	}
	return kept
}

// Document checks a document of queries and mutations. Beyond the schema it
// holds connections to GitHub's rule that first or last must be given.
func (c *GraphQLChecker) Document(document string) error {
	query, err := parser.ParseQuery(&ast.Source{Name: "document", Input: document})
	if err != nil {
		return fmt.Errorf("parse GraphQL document: %w", err)
	}
	if problems := validator.ValidateWithRules(c.schema, query, rules.NewDefaultRules()); len(problems) > 0 {
		return fmt.Errorf("check GraphQL document: %w", joined(problems))
	}
	var problems []error
	for _, operation := range query.Operations {
		problems = append(problems, unboundedConnections(operation.SelectionSet)...)
	}
	for _, fragment := range query.Fragments {
		problems = append(problems, unboundedConnections(fragment.SelectionSet)...)
	}
	if len(problems) > 0 {
		return fmt.Errorf("check GraphQL document: %w", errors.Join(problems...))
	}
	return nil
}

// Arrived reports every addition that the npm package has by now, so that it
// can be taken out of the file.
func (c *GraphQLChecker) Arrived() error { return errors.Join(c.arrived...) }

// takeArrived removes from an addition what is known already, and reports it.
// A known field that is written with arguments stands for these: the new ones
// go to the known field, which GraphQL's own extensions cannot do.
func takeArrived(known, addition *ast.Definition) []error {
	var arrived []error
	var fields ast.FieldList
	for _, field := range addition.Fields {
		old := known.Fields.ForName(field.Name)
		switch {
		case old == nil:
			fields = append(fields, field)
		case len(field.Arguments) == 0:
			arrived = append(arrived, fmt.Errorf("%s.%s has arrived upstream", known.Name, field.Name))
		default:
			arrived = append(arrived, addArguments(known.Name, old, field.Arguments)...)
		}
	}
	var values ast.EnumValueList
	for _, value := range addition.EnumValues {
		if known.EnumValues.ForName(value.Name) == nil {
			values = append(values, value)
			continue
		}
		arrived = append(arrived, fmt.Errorf("%s.%s has arrived upstream", known.Name, value.Name))
	}
	addition.Fields, addition.EnumValues = fields, values
	return arrived
}

// addArguments gives a known field the arguments that it lacks, and reports the others.
func addArguments(of string, known *ast.FieldDefinition, arguments ast.ArgumentDefinitionList) []error {
	var arrived []error
	for _, argument := range arguments {
		if known.Arguments.ForName(argument.Name) != nil {
			arrived = append(arrived, fmt.Errorf("%s.%s(%s) has arrived upstream", of, known.Name, argument.Name))
			continue
		}
		known.Arguments = append(known.Arguments, argument)
	}
	return arrived
}

// unboundedConnections finds connections without first or last. Validation has
// filled in the fields' definitions.
func unboundedConnections(selections ast.SelectionSet) []error {
	var problems []error
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			if isConnection(s.Definition) && s.Arguments.ForName("first") == nil && s.Arguments.ForName("last") == nil && !onlyCounted(s) {
				problems = append(problems, fmt.Errorf("line %d: %s needs first or last", s.Position.Line, s.Name))
			}
			problems = append(problems, unboundedConnections(s.SelectionSet)...)
		case *ast.InlineFragment:
			problems = append(problems, unboundedConnections(s.SelectionSet)...)
		}
	}
	return problems
}

func isConnection(field *ast.FieldDefinition) bool {
	return field != nil && strings.HasSuffix(field.Type.Name(), "Connection") && field.Arguments.ForName("first") != nil
}

// onlyCounted reports whether nothing but counts is asked of a connection:
// then GitHub wants no bound.
func onlyCounted(connection *ast.Field) bool {
	for _, selection := range connection.SelectionSet {
		if field, ok := selection.(*ast.Field); !ok || field.Name != "totalCount" && field.Name != "__typename" {
			return false
		}
	}
	return true
}

func joined(list gqlerror.List) error {
	problems := make([]error, len(list))
	for i, problem := range list {
		problems[i] = problem
	}
	return errors.Join(problems...)
}
