package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type optionInput struct {
	ID                       *string // not in the schema of a GitHub without option ids
	Name, Color, Description string
}

type iterationsInput struct {
	Duration   int32
	StartDate  textScalar
	Iterations []struct {
		Duration  int32
		StartDate textScalar
		Title     string
	}
}

// fieldSettings are what the inputs of createProjectV2Field and updateProjectV2Field have in common.
type fieldSettingsInput struct {
	SingleSelectOptions    *[]optionInput
	IterationConfiguration *iterationsInput
}

func (in fieldSettingsInput) settings() fieldSettings {
	var made fieldSettings
	if in.SingleSelectOptions != nil {
		for _, o := range *in.SingleSelectOptions {
			wanted := newOption{name: o.Name, color: o.Color, description: o.Description}
			if o.ID != nil {
				wanted.id = *o.ID
			}
			made.options = append(made.options, wanted)
		}
	}
	if c := in.IterationConfiguration; c != nil {
		made.iterations = &newIterations{start: string(c.StartDate), days: int(c.Duration)}
		for _, it := range c.Iterations {
			made.iterations.all = append(made.iterations.all, iteration{title: it.Title, start: string(it.StartDate), days: int(it.Duration)})
		}
	}
	return made
}

type createFieldInput struct {
	fieldSettingsInput
	ClientMutationID *string
	ProjectID        graphql.ID
	Name, DataType   string
}

type fieldPayload struct {
	ClientMutationID *string
	ProjectV2Field   *one
}

// CreateProjectV2Field adds a field to a board.
func (*root) CreateProjectV2Field(ctx context.Context, args struct{ Input createFieldInput }) (*fieldPayload, error) {
	v, in := viewOf(ctx), args.Input
	b, err := v.boardByID(in.ProjectID)
	if err != nil {
		return nil, err
	}
	payload := &fieldPayload{ClientMutationID: in.ClientMutationID}
	err = v.change(v.actor, func(t *tx) error {
		f, err := t.createField(b, in.Name, fieldType(in.DataType), in.settings())
		if err == nil {
			payload.ProjectV2Field = v.fieldNode(f)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return payload, nil
}

type updateFieldInput struct {
	fieldSettingsInput
	ClientMutationID *string
	FieldID          graphql.ID
	Name             *string
}

// UpdateProjectV2Field renames a field and replaces its options or iterations.
func (*root) UpdateProjectV2Field(ctx context.Context, args struct{ Input updateFieldInput }) (*fieldPayload, error) {
	in := args.Input
	return viewOf(ctx).changeField(in.FieldID, in.ClientMutationID, func(t *tx, f *field) error {
		return t.updateField(f, in.Name, in.settings())
	})
}

type deleteFieldInput struct {
	ClientMutationID *string
	FieldID          graphql.ID
}

// DeleteProjectV2Field takes a field and its values off a board.
func (*root) DeleteProjectV2Field(ctx context.Context, args struct{ Input deleteFieldInput }) (*fieldPayload, error) {
	return viewOf(ctx).changeField(args.Input.FieldID, args.Input.ClientMutationID, (*tx).deleteField)
}

func (v *view) changeField(id graphql.ID, mutation *string, change func(*tx, *field) error) (*fieldPayload, error) {
	f, err := v.fieldByID(id)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return change(t, f) }); err != nil {
		return nil, err
	}
	return &fieldPayload{mutation, v.fieldNode(f)}, nil
}
