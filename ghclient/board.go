package ghclient

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// boardDocument reads a board's fields, of which it has at most 50, and its
// first 100 views, with its workflows. 1 point, 250 nodes.
const boardDocument = `query Board($owner: String!, $number: Int!) {
  organization(login: $owner) {
    login
    projectV2(number: $number) { ...board }
  }
}
` + boardFragment

// boardFragment is a board without its cards: its fields, of which it has at most
// 50, its first 100 views, and its workflows.
const boardFragment = `
fragment board on ProjectV2 {
  id
  number
  title
  public
  fields(first: 100) {
    nodes {
      ... on ProjectV2FieldCommon { id databaseId name dataType }
      ... on ProjectV2SingleSelectField { options { id name } }
      ... on ProjectV2IterationField {
        configuration {
          iterations { id title startDate duration }
          completedIterations { id title startDate duration }
        }
      }
    }
  }
  views(first: 100) { nodes { name filter } }
  workflows(first: 50) { nodes { name enabled } }
}`

type boardNode struct {
	ID     upgrade.NodeID `json:"id"`
	Number int            `json:"number"`
	Title  string         `json:"title"`
	Public bool           `json:"public"`
	Fields connection[struct {
		ID            upgrade.NodeID `json:"id"`
		DatabaseID    int64          `json:"databaseId"`
		Name          string         `json:"name"`
		DataType      string         `json:"dataType"`
		Options       []optionNode   `json:"options"`
		Configuration struct {
			Iterations []iterationNode `json:"iterations"`
			Completed  []iterationNode `json:"completedIterations"`
		} `json:"configuration"`
	}] `json:"fields"`
	Views connection[struct {
		Name   string `json:"name"`
		Filter string `json:"filter"`
	}] `json:"views"`
	Workflows connection[struct {
		Name    string `json:"name"`
		Enabled bool   `json:"enabled"`
	}] `json:"workflows"`
}

type iterationNode struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	StartDate string `json:"startDate"`
	Duration  int    `json:"duration"` // in days
}

// iteration has no start, and so contains no date, when GitHub gives no date.
func (n iterationNode) iteration() upgrade.Iteration {
	start, _ := time.Parse(time.DateOnly, n.StartDate)
	return upgrade.Iteration{ID: n.ID, Title: n.Title, Start: start, Days: n.Duration}
}

// boardAsked is a board by its name, for one installation.
type boardAsked struct {
	installation int64
	owner        string
	number       int
}

// Board reads an organisation's board and its fields. ErrNotFound if there is
// no such organisation or board, or the app may not see it.
func (c *Client) Board(ctx context.Context, installation int64, owner string, number int) (upgrade.Board, error) {
	return c.boards.ask(ctx, boardAsked{installation, owner, number}, struct{}{})
}

// readBoard reads a board once for all who asked for it before it began.
func (c *Client) readBoard(ctx context.Context, of boardAsked, asked []struct{}, ready func() error) ([]result[upgrade.Board], error) {
	board, err := c.board(ctx, of, ready)
	if errors.Is(err, errLeft) {
		return nil, err
	}
	return slices.Repeat([]result[upgrade.Board]{{board, err}}, len(asked)), nil
}

func (c *Client) board(ctx context.Context, of boardAsked, ready func() error) (upgrade.Board, error) {
	var got struct {
		Organization *struct {
			Login string     `json:"login"`
			Board *boardNode `json:"projectV2"`
		} `json:"organization"`
	}
	q := query{
		name: "Board", document: boardDocument, variables: map[string]any{"owner": of.owner, "number": of.number},
		subjects: []string{"organization", "organization/projectV2"}, ready: ready,
	}
	_, err := c.ask(ctx, of.installation, q, &got)
	if err == nil && (got.Organization == nil || got.Organization.Board == nil) {
		err = errors.New("GitHub gave no board and no reason")
	}
	if err != nil {
		return upgrade.Board{}, fmt.Errorf("read board %d of %s: %w", of.number, of.owner, err)
	}
	return got.Organization.Board.board(got.Organization.Login), nil
}

const privateBoardDocument = `query PrivateBoard($id: ID!) {
  node(id: $id) { ... on ProjectV2 { public } }
}
`

// PrivateBoard reports whether not everybody may see a board; true with every error.
func (c *Client) PrivateBoard(ctx context.Context, installation int64, board upgrade.NodeID) (bool, error) {
	var got struct {
		Node *struct {
			Public *bool `json:"public"`
		} `json:"node"`
	}
	q := query{name: "PrivateBoard", document: privateBoardDocument, variables: map[string]any{"id": board}, subjects: []string{"node"}}
	_, err := c.ask(ctx, installation, q, &got)
	if err == nil && (got.Node == nil || got.Node.Public == nil) {
		err = errors.New("GitHub gave no board and no reason")
	}
	if err != nil {
		return true, fmt.Errorf("read who sees board %s: %w", board, err)
	}
	return !*got.Node.Public, nil
}

func (n *boardNode) board(owner string) upgrade.Board {
	board := upgrade.Board{ID: n.ID, Owner: owner, Number: n.Number, Title: n.Title, Public: n.Public}
	for _, f := range n.Fields.readable() {
		field := upgrade.Field{ID: f.ID, DatabaseID: f.DatabaseID, Name: f.Name, Type: fieldType(f.DataType)}
		field.Options = options(f.Options)
		for _, iteration := range slices.Concat(f.Configuration.Iterations, f.Configuration.Completed) {
			field.Iterations = append(field.Iterations, iteration.iteration())
		}
		board.Fields = append(board.Fields, field)
	}
	for _, v := range n.Views.readable() {
		board.Views = append(board.Views, upgrade.View{Name: v.Name, Filter: v.Filter})
	}
	for _, w := range n.Workflows.readable() {
		board.Workflows = append(board.Workflows, upgrade.Workflow{Name: w.Name, Enabled: w.Enabled})
	}
	return board
}

func fieldType(dataType string) upgrade.FieldType {
	switch dataType {
	case "SINGLE_SELECT":
		return upgrade.FieldSingleSelect
	case "TEXT":
		return upgrade.FieldText
	case "NUMBER":
		return upgrade.FieldNumber
	case "DATE":
		return upgrade.FieldDate
	case "ITERATION":
		return upgrade.FieldIteration
	default:
		return upgrade.FieldOther
	}
}
