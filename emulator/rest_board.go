package emulator

import (
	"net/http"
	"slices"
	"strconv"
)

func boardRoutes() []route {
	return []route{
		operation("GET orgs/{org}/projectsV2", listBoards),
		operation("GET orgs/{org}/projectsV2/{number}", getBoard),
	}
}

// board finds the board of the path as far as the actor may see it.
func (q *request) board() (*board, error) {
	o, err := q.organization()
	if err != nil {
		return nil, err
	}
	if err := q.mayAskForBoards(o); err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(q.params["number"])
	if err != nil {
		return nil, notFound()
	}
	b := q.findBoard(o.login, number)
	if b == nil || !q.seesBoard(b) {
		return nil, notFound()
	}
	return b, nil
}

// mayAskForBoards refuses nobody, an installation that was not given the boards
// of its organisation, and everybody where there is no REST for boards.
func (q *request) mayAskForBoards(o *organization) error {
	switch {
	case q.lacks(FeatureProjectREST):
		return notFound()
	case q.user == nil:
		return unauthorized("Requires authentication")
	case q.installation != nil && q.installation.org == o && q.via.permissions["organization_projects"] == "":
		return forbidden(messageNoAccess)
	default:
		return nil
	}
}

// listBoards lists the boards that the actor may see, the newest first. The
// query q holds words of the title, is:open and is:closed.
func listBoards(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	if err := q.mayAskForBoards(o); err != nil {
		return answer{}, err
	}
	wanted := q.http.URL.Query().Get("q")
	var found []*board
	for _, b := range slices.Backward(o.boards) {
		if q.seesBoard(b) && b.fits(wanted) {
			found = append(found, b)
		}
	}
	some, link, err := cursorPage(q, found, func(b *board) string { return b.nodeID })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: list(some, q.boardJSON), link: link}, nil
}

func getBoard(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.boardJSON(b))
}
