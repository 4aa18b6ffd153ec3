package emulator

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// place is a repository at a branch or commit, as the addresses of files name it.
type place struct {
	r   *repository
	ref string
}

// fileJSON is a file without its content.
func (e *Emulator) fileJSON(in place, name string, b *blob) object {
	return e.entryJSON(in, name, "file", b.sha).with(object{"size": len(b.text)})
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

// entryJSON is a file or a folder, kinds "file" and "dir".
func (e *Emulator) entryJSON(in place, name, kind, sha string) object {
	repo, escaped := in.r.fullName(), (&url.URL{Path: name}).EscapedPath()
	ref := (&url.URL{Path: in.ref}).EscapedPath()
	api := e.apiURL("repos/%s/contents/%s?ref=%s", repo, escaped, url.QueryEscape(in.ref))
	html, git := e.webURL("%s/tree/%s/%s", repo, ref, escaped), e.apiURL("repos/%s/git/trees/%s", repo, sha)
	var download any
	if kind == "file" {
		html, git = e.webURL("%s/blob/%s/%s", repo, ref, escaped), e.apiURL("repos/%s/git/blobs/%s", repo, sha)
		download = "https://raw.githubusercontent.com/" + repo + "/" + ref + "/" + escaped
	}
	return object{
		"type": kind, "name": path.Base(name), "path": name, "sha": sha, "size": 0,
		"url": api, "html_url": html, "git_url": git, "download_url": download,
		"_links": object{"self": api, "html": html, "git": git},
	}
}

// folderJSON lists a folder by name; nothing when there is no such folder. A
// folder's hash is made from what is in it, but is not Git's own.
func (e *Emulator) folderJSON(in place, at *commit, folder string) []object {
	prefix := folder + "/"
	if folder == "" {
		prefix = ""
	}
	files, inFolder := map[string]*blob{}, map[string][]string{}
	for name, b := range at.files {
		rest, inside := strings.CutPrefix(name, prefix)
		if !inside {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		inFolder[first] = append(inFolder[first], rest+" "+b.sha)
		if !deeper {
			files[first] = b
		}
	}
	names := make([]string, 0, len(inFolder))
	for name := range inFolder {
		names = append(names, name)
	}
	slices.Sort(names)
	return list(names, func(name string) object {
		if b := files[name]; b != nil {
			return e.fileJSON(in, prefix+name, b)
		}
		slices.Sort(inFolder[name])
		return e.entryJSON(in, prefix+name, "dir", blobSHA(strings.Join(inFolder[name], "\n")))
	})
}

func pathEscape(s string) string { return url.PathEscape(s) }
