package emulator

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// repository finds the repository of the path as far as the visitor may see
// it; the page of one that was renamed has moved.
func (v *visit) repository() (*repository, error) {
	r := v.findRepository(v.params["owner"], v.params["repo"])
	if r == nil || !v.sees(r) {
		return nil, notFound()
	}
	renamed := !sameFold(r.name, v.params["repo"]) || !sameFold(r.owner.login, v.params["owner"])
	if renamed && v.http.Method != http.MethodPost {
		rest := strings.SplitN(v.http.URL.RequestURI(), "/", 4)
		path := "/" + r.fullName()
		if len(rest) > 3 {
			path += "/" + rest[3]
		}
		return nil, &moved{path: path}
	}
	return r, nil
}

// issue finds the issue or pull request of the path; the page of one that was
// transferred has moved, and an issue's number leads to a pull request too.
func (v *visit) issue() (*issue, error) {
	r, err := v.repository()
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(v.params["number"])
	if err != nil {
		return nil, notFound()
	}
	i := r.issue(number)
	if i == nil || !v.sees(i.repo) {
		return nil, notFound()
	}
	asked, right := segments(v.http.URL.Path), segments(issuePath(i))
	if v.http.Method != http.MethodPost && (i.repo != r || asked[2] != right[2]) {
		return nil, &moved{path: issuePath(i)}
	}
	return i, nil
}

// comment finds the comment of the path, on the issue of the path.
func (v *visit) comment() (*comment, error) {
	i, err := v.issue()
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(v.params["comment"], 10, 64)
	if err != nil || v.comments[id] == nil || v.comments[id].issue != i {
		return nil, notFound()
	}
	return v.comments[id], nil
}

// referred finds what a form names: "#1" and "repo#1" as seen from in, or
// "owner/repo#1", or the address of a page.
func (v *visit) referred(in *organization, repo *repository, text string) (*issue, error) {
	if path, ok := v.ownPage(strings.TrimSpace(text)); ok {
		text = path[1:]
	}
	text = strings.NewReplacer("/issues/", "#", "/pull/", "#").Replace(strings.TrimSpace(text))
	name, digits, _ := strings.Cut(text, "#")
	if name != "" && !strings.Contains(name, "/") {
		name = in.login + "/" + name
	}
	if name != "" {
		repo = v.repositoryNamed(name)
	}
	number, err := strconv.Atoi(digits)
	if err != nil || repo == nil || repo.issue(number) == nil || !v.sees(repo.issue(number).repo) {
		return nil, invalid("There is no issue or pull request “" + text + "” that you can see")
	}
	return repo.issue(number), nil
}

// referredAll finds what a field names that takes several, parted by commas or white space.
func (v *visit) referredAll(in *repository, text string) ([]*issue, error) {
	var found []*issue
	for _, each := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		i, err := v.referred(in.owner, in, each)
		if err != nil {
			return nil, err
		}
		found = append(found, i)
	}
	return found, nil
}
