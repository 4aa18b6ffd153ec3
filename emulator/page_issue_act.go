package emulator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/checklist"
)

// issueForms are the forms on the page of an issue or pull request.
func issueForms() []pageRoute {
	var routes []pageRoute
	for _, page := range []string{"issues", "pull"} {
		below := "POST {owner}/{repo}/" + page + "/{number}/"
		routes = append(routes,
			onPage(below+"comment", commentForm),
			onPage(below+"state", stateForm),
			onPage(below+"edit", editForm),
			onPage(below+"box", boxForm),
			onPage(below+"labels", formOnIssue("Labels set.", setLabelsForm)),
			onPage(below+"assign", formOnIssue("Assigned.", assignForm)),
			onPage(below+"unassign", formOnIssue("Unassigned.", unassignForm)),
			onPage(below+"react", formOnIssue("Reaction left.", reactToIssueForm)),
			onPage(below+"milestone", formOnIssue("Milestone set.", milestoneForm)),
			onPage(below+"sub-issues", formOnIssue("Sub-issue added.", addSubIssueForm)),
			onPage(below+"comments/{comment}/edit", formOnComment("Comment edited.", editCommentForm)),
			onPage(below+"comments/{comment}/delete", formOnComment("Comment deleted.", deleteCommentForm)),
			onPage(below+"comments/{comment}/react", formOnComment("Reaction left.", reactForm)),
		)
	}
	return routes
}

// formOnIssue is a form that does one thing to the issue of the path.
func formOnIssue(done string, do func(*visit, *tx, *issue) error) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		i, err := v.issue()
		if err != nil {
			return screen{}, err
		}
		err = v.do(func(t *tx) error { return do(v, t, i) })
		return after(issuePath(i), done, err)
	}
}

// formOnComment is a form that does one thing to the comment of the path.
func formOnComment(done string, do func(*visit, *tx, *comment) error) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		c, err := v.comment()
		if err != nil {
			return screen{}, err
		}
		i := c.issue
		err = v.do(func(t *tx) error { return do(v, t, c) })
		return after(issuePath(i)+"#issuecomment-"+decimal(c.id), done, err)
	}
}

// commentForm adds a comment.
func commentForm(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	var made *comment
	err = v.do(func(t *tx) error {
		made, err = t.writeComment(i, v.form.Get("body"))
		return err
	})
	if err != nil {
		return after(issuePath(i), "", err)
	}
	return after(issuePath(i)+"#issuecomment-"+decimal(made.id), "Comment added.", nil)
}

// stateForm closes with a reason, or reopens.
func stateForm(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	to := v.posted("to")
	if to != "open" && closedAs[to] == "" && i.pull == nil {
		return after(issuePath(i), "", invalid("No such state"))
	}
	err = v.do(func(t *tx) error { return t.setState(i, to != "open", to) })
	done := "Closed."
	if to == "open" {
		done = "Reopened."
	}
	return after(issuePath(i), done, err)
}

// editForm changes title and description. A browser ends lines with CRLF, as on GitHub.
func editForm(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	title, body := v.posted("title"), v.form.Get("body")
	if !i.takesBody(body) {
		return after(issuePath(i), "", invalid(messageLong))
	}
	// A browser shows and sends all line ends alike; a text that differs in
	// nothing else was not edited.
	if newlines(body) == newlines(i.body) {
		body = i.body
	}
	err = v.do(func(t *tx) error { return t.editTexts(i, &title, &body) })
	return after(issuePath(i), "Saved.", err)
}

func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// boxForm checks or unchecks one box of the description: it changes one byte.
func boxForm(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	if v.posted("version") != version(i.body) {
		return after(issuePath(i), "", invalid("Somebody has changed the description in between; it is shown as it is now"))
	}
	at, err := strconv.Atoi(v.posted("box"))
	if err != nil || at < 0 || at >= len(i.body) {
		return after(issuePath(i), "", invalid("There is no such box"))
	}
	body := checklist.SetBoxes(i.body, map[int]bool{at: i.body[at] == ' '})
	if body == i.body {
		return after(issuePath(i), "", invalid("There is no such box"))
	}
	err = v.do(func(t *tx) error { return t.editTexts(i, nil, &body) })
	done := "Box unchecked."
	if body[at] != ' ' {
		done = "Box checked."
	}
	return after(issuePath(i), done, err)
}

func setLabelsForm(v *visit, t *tx, i *issue) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	var wanted []*label
	for _, name := range v.form["label"] {
		found := i.repo.label(name)
		if found == nil {
			return invalid("There is no label " + name)
		}
		wanted = append(wanted, found)
	}
	t.setLabels(i, wanted)
	return nil
}

func assignForm(v *visit, t *tx, i *issue) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	found := t.assignable(i.repo, []string{v.posted("login")})
	if len(found) == 0 || len(i.assignees) >= maxAssignees {
		return invalid(v.posted("login") + " cannot be assigned here")
	}
	if !contains(i.assignees, found[0]) {
		t.setAssignees(i, append(slices.Clone(i.assignees), found[0]))
	}
	return nil
}

func unassignForm(v *visit, t *tx, i *issue) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	t.setAssignees(i, without(i.assignees, t.findUser(v.posted("login"))))
	return nil
}

func editCommentForm(v *visit, t *tx, c *comment) error { return t.editComment(c, v.form.Get("body")) }

func deleteCommentForm(_ *visit, t *tx, c *comment) error { return t.deleteComment(c) }

func reactForm(v *visit, t *tx, c *comment) error {
	_, _, err := t.react(c.reactable(), v.posted("content"))
	return err
}

func reactToIssueForm(v *visit, t *tx, i *issue) error {
	_, _, err := t.react(i.reactable(), v.posted("content"))
	return err
}

// milestoneForm sets the milestone by title; none takes the issue out of the one it has.
func milestoneForm(v *visit, t *tx, i *issue) error {
	title := v.form.Get("milestone")
	at := slices.IndexFunc(i.repo.milestones, func(m *milestone) bool { return m.title == title })
	switch {
	case title == "":
		return t.setMilestone(i, nil)
	case at < 0:
		return invalid("There is no milestone " + title)
	default:
		return t.setMilestone(i, i.repo.milestones[at])
	}
}

func addSubIssueForm(v *visit, t *tx, i *issue) error {
	child, err := v.referred(i.repo.owner, i.repo, v.posted("reference"))
	if err != nil {
		return err
	}
	return t.addSubIssue(i, child, false)
}
