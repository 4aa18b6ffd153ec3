package emulator

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

func contentsRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/contents/{path...}", getContents),
		operation("PUT repos/{owner}/{repo}/contents/{path...}", putContents),
		operation("DELETE repos/{owner}/{repo}/contents/{path...}", deleteContents),
	}
}

// Sizes from which a file's content is left out, and from which it is not
// served at all; REST documentation, Repository contents.
const (
	largeFile = 1 << 20
	hugeFile  = 100 << 20
)

// getContents answers a file, or a folder as a list, of the default branch or
// of a commit or the branch named by ref.
func getContents(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	ref := q.http.URL.Query().Get("ref")
	at := r.commitAt(ref)
	switch {
	case at == nil && len(r.branches) == 0:
		return answer{}, missingPlace("This repository is empty.")
	case at == nil:
		return answer{}, missingPlace("No commit found for the ref " + ref)
	}
	in := place{r, either(ref, r.defaultBranch)}
	name := strings.Trim(q.params["path"], "/")
	if b := at.files[name]; b != nil {
		return q.fileAnswer(in, name, b)
	}
	entries := q.folderJSON(in, at, name)
	if len(entries) == 0 {
		return answer{}, notFound()
	}
	return okAnswer(entries)
}

func (q *request) fileAnswer(in place, name string, b *blob) (answer, error) {
	raw := strings.Contains(mediaType(q.http), "param=raw")
	switch {
	case len(b.text) > hugeFile:
		return answer{}, forbidden("This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.")
	case raw:
		return okAnswer(rawText(b.text))
	case len(b.text) > largeFile:
		return okAnswer(q.fileJSON(in, name, b).with(object{"encoding": "none", "content": ""}))
	}
	content := lines(base64.StdEncoding.EncodeToString([]byte(b.text)))
	return okAnswer(q.fileJSON(in, name, b).with(object{"encoding": "base64", "content": content}))
}

// contentsInput is the body of a request that writes or deletes a file.
type contentsInput struct {
	Message, Content  *string
	SHA, Branch       string
	Author, Committer *personInput
}

// personInput is who made a commit, as the request has it.
type personInput struct {
	Name, Email string
	Date        *time.Time
}

// signature is the person's; who has no name is nobody.
func (p *personInput) signature(t *tx) signature {
	if p == nil || p.Name == "" || p.Email == "" {
		return signature{}
	}
	s := signature{name: p.Name, email: p.Email, at: t.at}
	if p.Date != nil {
		s.at = p.Date.UTC()
	}
	if u := t.findUser(strings.TrimSuffix(p.Email, mailHost)); u != nil && p.Email == u.login+mailHost {
		s.user = u
	}
	return s
}

// putContents makes or replaces a file.
func putContents(q *request) (answer, error) {
	return q.writeContents(func(in contentsInput) (*string, error) {
		if in.Content == nil {
			return nil, notSupplied("content")
		}
		text, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\n", "", "\r", "").Replace(*in.Content))
		if err != nil {
			return nil, invalid("content is not valid Base64")
		}
		return new(string(text)), nil
	})
}

func deleteContents(q *request) (answer, error) {
	return q.writeContents(func(in contentsInput) (*string, error) {
		if in.SHA == "" {
			return nil, notSupplied("sha")
		}
		return nil, nil
	})
}

// writeContents commits the file of the path; the function tells its new text,
// nil to delete it.
func (q *request) writeContents(textOf func(contentsInput) (*string, error)) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	var in contentsInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if in.Message == nil {
		return answer{}, notSupplied("message")
	}
	w := fileWrite{path: strings.Trim(q.params["path"], "/"), branch: in.Branch, message: *in.Message, was: in.SHA}
	if w.text, err = textOf(in); err != nil {
		return answer{}, err
	}
	var made *commit
	err = q.do(func(t *tx) (err error) {
		w.author, w.committer = in.Author.signature(t), in.Committer.signature(t)
		if w.author.name == "" {
			w.author = w.committer
		}
		made, err = t.writeFile(r, w)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	a := answer{status: http.StatusOK, body: object{"content": nil, "commit": q.gitCommitJSON(r, made)}}
	if w.text != nil {
		in := place{r, either(w.branch, r.defaultBranch)}
		a.body = object{"content": q.fileJSON(in, w.path, made.files[w.path]), "commit": q.gitCommitJSON(r, made)}
	}
	if w.text != nil && w.was == "" {
		a.status = http.StatusCreated
	}
	return a, nil
}
