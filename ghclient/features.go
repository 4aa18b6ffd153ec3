package ghclient

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// featureAge is how long it is taken as known what GitHub can do: a server of
// one's own may be replaced by a newer one meanwhile.
const featureAge = 24 * time.Hour

// featuresDocument asks the schema itself: no points.
const featuresDocument = `query Features {
  board: __type(name: "ProjectV2") { fields { name args { name } } }
  option: __type(name: "ProjectV2SingleSelectFieldOptionInput") { inputFields { name } }
  issue: __type(name: "Issue") { fields { name } }
  view: __type(name: "CreateProjectV2ViewInput") { name }
}
`

// Features are what GitHub can do and an older GitHub Enterprise Server cannot.
type Features struct {
	// ArchivedListing is that the archived cards of a board can be listed too.
	// Without it nothing follows from a card that is not in the listing.
	ArchivedListing bool
	// OptionIDs is that the options of a field keep their ids, and the cards
	// their values, when the list of options is replaced.
	OptionIDs bool
	// Views is that views of a board can be made.
	Views bool
	// Dependencies is that issues can wait for one another.
	Dependencies bool
	// SubIssues is that issues can have sub-issues.
	SubIssues bool
}

// knownFeatures are the features as they were asked for last.
type knownFeatures struct {
	Features
	at time.Time
}

// Features tells what this GitHub can do. It asks once a day.
func (c *Client) Features(ctx context.Context, installation int64) (Features, error) {
	if known := c.features.Load(); known != nil && c.config.Now().Sub(known.at) < featureAge {
		return known.Features, nil
	}
	var got struct {
		Board, Option, Issue, View *typeNode
	}
	q := query{name: "Features", document: featuresDocument}
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return Features{}, fmt.Errorf("ask what GitHub can do: %w", err)
	}
	features := Features{
		ArchivedListing: got.Board.has("items", "archivedStates"),
		OptionIDs:       got.Option.takes("id"),
		Views:           got.View != nil,
		Dependencies:    got.Issue.has("blockedBy"),
		SubIssues:       got.Issue.has("subIssues"),
	}
	c.features.Store(&knownFeatures{features, c.config.Now()})
	return features, nil
}

// typeNode is a type of the schema; nil for one that it does not have.
type typeNode struct {
	Fields []struct {
		nameNode
		Args []nameNode `json:"args"`
	} `json:"fields"`
	InputFields []nameNode `json:"inputFields"`
}

type nameNode struct {
	Name string `json:"name"`
}

// has reports whether there is a field, with the arguments if any are named.
func (n *typeNode) has(field string, arguments ...string) bool {
	if n == nil {
		return false
	}
	for _, f := range n.Fields {
		if f.Name != field {
			continue
		}
		for _, argument := range arguments {
			if !slices.Contains(f.Args, nameNode{argument}) {
				return false
			}
		}
		return true
	}
	return false
}

// takes reports whether an input has a field.
func (n *typeNode) takes(field string) bool {
	return n != nil && slices.Contains(n.InputFields, nameNode{field})
}
