package emulator

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"path"
	"sort"
	"strings"
)

func contentsRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/contents/{path...}", getContents),
	}
}

// getContents answers a file, or a folder as a list, of the default branch or
// of a commit or the branch named by ref.
func getContents(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	at := r.commitAt(q.http.URL.Query().Get("ref"))
	if at == nil {
		return answer{}, notFound()
	}
	name := strings.Trim(q.params["path"], "/")
	if b := at.files[name]; b != nil {
		return answer{status: http.StatusOK, body: q.fileJSON(r, name, b, true)}, nil
	}
	entries := q.folderJSON(r, at, name)
	if len(entries) == 0 {
		return answer{}, notFound()
	}
	return okAnswer(entries)
}

func (e *Emulator) fileJSON(r *repository, name string, b *blob, content bool) object {
	o := e.entryJSON(r, name, "file").with(object{"sha": b.sha, "size": len(b.text)})
	if content {
		o["encoding"], o["content"] = "base64", lines(base64.StdEncoding.EncodeToString([]byte(b.text)))
	}
	return o
}

// lines breaks base64 as GitHub does, after every 60 characters.
func lines(text string) string {
	var b strings.Builder
	for len(text) > 60 {
		b.WriteString(text[:60] + "\n")
		text = text[60:]
	}
	b.WriteString(text + "\n")
	return b.String()
}

func (e *Emulator) entryJSON(r *repository, name, kind string) object {
	escaped := (&url.URL{Path: name}).EscapedPath()
	api := e.apiURL("repos/%s/contents/%s?ref=%s", r.fullName(), escaped, r.defaultBranch)
	html := e.webURL("%s/blob/%s/%s", r.fullName(), r.defaultBranch, escaped)
	git := e.apiURL("repos/%s/git/blobs/%s", r.fullName(), blobSHA(name))
	var download any
	if kind == "file" {
		download = "https://raw.githubusercontent.com/" + r.fullName() + "/" + r.defaultBranch + "/" + escaped
	}
	return object{
		"type": kind, "name": path.Base(name), "path": name, "sha": blobSHA(name), "size": 0,
		"url": api, "html_url": html, "git_url": git, "download_url": download,
		"_links": object{"self": api, "html": html, "git": git},
	}
}

func (e *Emulator) folderJSON(r *repository, at *commit, folder string) []object {
	prefix := folder + "/"
	if folder == "" {
		prefix = ""
	}
	found := map[string]object{}
	for name, b := range at.files {
		rest, inside := strings.CutPrefix(name, prefix)
		if !inside {
			continue
		}
		if first, _, deeper := strings.Cut(rest, "/"); deeper {
			found[first] = e.entryJSON(r, prefix+first, "dir")
		} else {
			found[rest] = e.fileJSON(r, name, b, false)
		}
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	return list(names, func(name string) object { return found[name] })
}

func pathEscape(s string) string { return url.PathEscape(s) }
