package contract

import (
	"errors"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
)

// Subset checks that a schema of our own says nothing that GitHub's does not:
// every type, field, argument and value exists there with the same type,
// nullability and default, and what GitHub requires as input ours requires.
// Then a document that is valid against ours is valid on GitHub, and answers
// mean the same.
func (c *GraphQLChecker) Subset(sdl string) error {
	ours, err := validator.LoadSchema(validator.Prelude, &ast.Source{Name: "subset", Input: sdl})
	if err != nil {
		return fmt.Errorf("load our own schema: %w", err)
	}
	var problems []error
	for name, definition := range ours.Types {
		if definition.BuiltIn {
			continue
		}
		theirs := c.schema.Types[name]
		if theirs == nil {
			problems = append(problems, fmt.Errorf("%s: GitHub has no such type", name))
			continue
		}
		problems = append(problems, definitionWithin(definition, theirs)...)
	}
	if len(problems) > 0 {
		return fmt.Errorf("compare our schema with GitHub's: %w", errors.Join(problems...))
	}
	return nil
}

func definitionWithin(ours, theirs *ast.Definition) []error {
	if ours.Kind != theirs.Kind {
		return []error{fmt.Errorf("%s: is %s, on GitHub %s", ours.Name, ours.Kind, theirs.Kind)}
	}
	var problems []error
	for _, field := range ours.Fields {
		problems = append(problems, fieldWithin(ours, theirs, field)...)
	}
	if ours.Kind == ast.InputObject {
		for _, field := range theirs.Fields {
			if field.Type.NonNull && field.DefaultValue == nil && ours.Fields.ForName(field.Name) == nil {
				problems = append(problems, fmt.Errorf("%s.%s: GitHub requires it, ours lacks it", ours.Name, field.Name))
			}
		}
	}
	for _, value := range ours.EnumValues {
		if theirs.EnumValues.ForName(value.Name) == nil {
			problems = append(problems, fmt.Errorf("%s.%s: GitHub has no such value", ours.Name, value.Name))
		}
	}
	problems = append(problems, missing(ours.Name, "interface", ours.Interfaces, theirs.Interfaces)...)
	return append(problems, missing(ours.Name, "member", ours.Types, theirs.Types)...)
}

func fieldWithin(ours, theirs *ast.Definition, field *ast.FieldDefinition) []error {
	name := ours.Name + "." + field.Name
	known := theirs.Fields.ForName(field.Name)
	if known == nil {
		if field.Name == "__schema" || field.Name == "__type" {
			return nil
		}
		return []error{fmt.Errorf("%s: GitHub has no such field", name)}
	}
	var problems []error
	if got, want := field.Type.String(), known.Type.String(); got != want {
		problems = append(problems, fmt.Errorf("%s: is %s, on GitHub %s", name, got, want))
	}
	if got, want := defaultOf(field.DefaultValue), defaultOf(known.DefaultValue); got != want {
		problems = append(problems, fmt.Errorf("%s: default is %s, on GitHub %s", name, got, want))
	}
	return append(problems, argumentsWithin(name, field.Arguments, known.Arguments)...)
}

func argumentsWithin(name string, ours, theirs ast.ArgumentDefinitionList) []error {
	var problems []error
	for _, argument := range ours {
		known := theirs.ForName(argument.Name)
		if known == nil {
			problems = append(problems, fmt.Errorf("%s(%s): GitHub has no such argument", name, argument.Name))
			continue
		}
		if got, want := argument.Type.String(), known.Type.String(); got != want {
			problems = append(problems, fmt.Errorf("%s(%s): is %s, on GitHub %s", name, argument.Name, got, want))
		}
		if got, want := defaultOf(argument.DefaultValue), defaultOf(known.DefaultValue); got != want {
			problems = append(problems, fmt.Errorf("%s(%s): default is %s, on GitHub %s", name, argument.Name, got, want))
		}
	}
	for _, argument := range theirs {
		if argument.Type.NonNull && argument.DefaultValue == nil && ours.ForName(argument.Name) == nil {
			problems = append(problems, fmt.Errorf("%s(%s): GitHub requires it, ours lacks it", name, argument.Name))
		}
	}
	return problems
}

func defaultOf(value *ast.Value) string {
	if value == nil {
		return "none"
	}
	return value.String()
}

// missing reports the names that GitHub's list lacks.
func missing(name, what string, ours, theirs []string) []error {
	known := make(map[string]bool, len(theirs))
	for _, each := range theirs {
		known[each] = true
	}
	var problems []error
	for _, each := range ours {
		if !known[each] {
			problems = append(problems, fmt.Errorf("%s: GitHub's has no %s %s", name, what, each))
		}
	}
	return problems
}
