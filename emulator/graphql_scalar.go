package emulator

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/graph-gophers/graphql-go"
)

// textScalar holds the scalars that are strings in JSON: BigInt, Date,
// GitObjectID and URI.
type textScalar string

// ImplementsGraphQLType names the scalars.
func (textScalar) ImplementsGraphQLType(name string) bool {
	switch name {
	case "BigInt", "Date", "GitObjectID", "URI":
		return true
	default:
		return false
	}
}

// UnmarshalGraphQL reads an argument. Of these scalars only a Date is one.
func (s *textScalar) UnmarshalGraphQL(input any) error {
	text, ok := input.(string)
	if !ok {
		return fmt.Errorf("read a date: got %T, want a string", input)
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return fmt.Errorf("read a date: %w", err)
	}
	*s = textScalar(text)
	return nil
}

// dateTime is the scalar DateTime: whole seconds, UTC.
type dateTime struct{ time.Time }

// ImplementsGraphQLType names the scalar.
func (dateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

// UnmarshalGraphQL reads an argument.
func (d *dateTime) UnmarshalGraphQL(input any) error {
	text, ok := input.(string)
	if !ok {
		return fmt.Errorf("read a time: got %T, want a string", input)
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return fmt.Errorf("read a time: %w", err)
	}
	d.Time = at
	return nil
}

// MarshalJSON writes the time as GitHub does.
func (d dateTime) MarshalJSON() ([]byte, error) { return json.Marshal(stamp(d.Time)) }

func dateTimeOrNull(t time.Time) *dateTime {
	if t.IsZero() {
		return nil
	}
	return &dateTime{t}
}

func bigInt(n int64) *textScalar {
	s := textScalar(strconv.FormatInt(n, 10))
	return &s
}

// smallID is a databaseId. Its GraphQL type has 32 bits; a larger id is null,
// and fullDatabaseId is the way to read it.
func smallID(n int64) *int32 {
	if n > math.MaxInt32 {
		return nil
	}
	small := int32(n)
	return &small
}

func stringOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// enumOrNull is an enum's value from a word of the REST API: "not_planned",
// "too heated", "off-topic".
func enumOrNull(word string) *string {
	if word == "" {
		return nil
	}
	name := enumOf(word)
	return &name
}

func enumOf(word string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(word))
}

func graphID(node string) graphql.ID { return graphql.ID(node) }
