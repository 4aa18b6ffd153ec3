package emulator

import (
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
)

func repositoryPages() []pageRoute {
	return []pageRoute{
		onPage("GET {owner}/{repo}", showRepository),
		onPage("GET {owner}/{repo}/issues", showIssues),
		onPage("GET {owner}/{repo}/pulls", showPulls),
		onPage("GET {owner}/{repo}/issues/new", showNewIssue),
		onPage("POST {owner}/{repo}/issues/new", newIssueForm),
		onPage("GET {owner}/{repo}/blob/{branch}/{path...}", showFile),
	}
}

// repositoryData is the page of a repository.
type repositoryData struct {
	Repo          repositoryHead
	Description   string
	Branch        string
	Issues, Pulls int
	Files         []string
	Readme        template.HTML
	Role          string
}

func showRepository(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	d := repositoryData{Repo: headOf(r), Description: r.description, Branch: r.defaultBranch, Role: v.role(r).String()}
	d.Issues, d.Pulls = r.countOpen()
	if head := r.head(); head != nil {
		d.Files = slices.Sorted(maps.Keys(head.files))
	}
	if readme := r.file("README.md"); readme != nil {
		d.Readme = written{visit: v, in: r, text: readme.text}.show()
	}
	return shows("repository", r.fullName(), d)
}

// fileData is the page of a file.
type fileData struct {
	Repo       repositoryHead
	Path, Text string
}

func showFile(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	found := r.file(v.params["path"])
	if found == nil || v.params["branch"] != r.defaultBranch {
		return screen{}, notFound()
	}
	return shows("file", v.params["path"]+" · "+r.fullName(), fileData{headOf(r), v.params["path"], found.text})
}

// issuesData is a list of issues or of pull requests.
type issuesData struct {
	Repo         repositoryHead
	Pulls        bool
	Open, Closed int
	State, Label string
	Labels       []labelChoice
	Lines        []issueLine
	Pages        pages
}

// issuesPerPage is how many issues a page of a list has.
const issuesPerPage = 50

func showIssues(v *visit) (screen, error) { return v.showList(false) }
func showPulls(v *visit) (screen, error)  { return v.showList(true) }

// showList lists issues or pull requests, the newest first: the open ones
// unless ?state=closed, and with ?label= only those that have it.
func (v *visit) showList(pulls bool) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	query := v.http.URL.Query()
	d := issuesData{Repo: headOf(r), Pulls: pulls, State: "open", Label: query.Get("label")}
	if query.Get("state") == "closed" {
		d.State = "closed"
	}
	for _, l := range r.labels {
		d.Labels = append(d.Labels, labelChoice{l.name, l.color, sameFold(l.name, d.Label)})
	}
	var listed []*issue
	for _, i := range slices.Backward(r.issues) {
		if i == nil || (i.pull != nil) != pulls || d.Label != "" && !contains(i.labels, r.label(d.Label)) {
			continue
		}
		if i.closed {
			d.Closed++
		} else {
			d.Open++
		}
		if i.state() == d.State {
			listed = append(listed, i)
		}
	}
	listed, d.Pages = pageOf(listed, issuesPerPage, v.http.URL)
	d.Lines = list(listed, lineOf)
	title := "Issues"
	if pulls {
		title = "Pull requests"
	}
	return shows("issues", title+" · "+r.fullName(), d)
}

// pages are the links to the page before and after; empty where there is none.
type pages struct {
	Previous, Next string
	Number, Of     int
}

// pageOf cuts out the page that the address asks for.
func pageOf[T any](all []T, size int, at *url.URL) ([]T, pages) {
	query := at.Query()
	p := pages{Number: 1, Of: max(1, (len(all)+size-1)/size)}
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		p.Number = max(1, min(n, p.Of))
	}
	link := func(to int) string {
		query.Set("page", strconv.Itoa(to))
		return at.Path + "?" + query.Encode()
	}
	if p.Number > 1 {
		p.Previous = link(p.Number - 1)
	}
	if p.Number < p.Of {
		p.Next = link(p.Number + 1)
	}
	from := (p.Number - 1) * size
	return all[from:min(from+size, len(all))], p
}

func showNewIssue(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	return shows("issue_new", "New issue · "+r.fullName(), headOf(r))
}

func newIssueForm(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	var made *issue
	err = v.do(func(t *tx) error {
		made, err = t.openIssue(r, draft{title: v.posted("title"), body: v.form.Get("body")})
		return err
	})
	if err != nil {
		return after("/"+r.fullName()+"/issues/new", "", err)
	}
	return after(issuePath(made), "Issue #"+decimal(int64(made.number))+" is open.", nil)
}
