package emulator

// commits are all of a repository, the oldest first.
func (d *dumper) commits(r *repository) []placed[commitFile] {
	made := make([]placed[commitFile], len(r.commits))
	var before *commit
	for n, c := range r.commits {
		f := commitFile{SHA: c.sha, Message: c.message, Author: d.signature(c.author), Files: map[string]*string{}}
		if c.committer != c.author {
			committer := d.signature(c.committer)
			f.Committer = &committer
		}
		if parent := c.firstParent(); len(c.parents) > 1 || parent != before {
			names := list(c.parents, func(c *commit) string { return c.sha })
			f.Parents = &names
		}
		for _, change := range c.changesFrom(c.firstParent()) {
			f.Files[change.path] = nil
			if change.after != nil {
				f.Files[change.path] = &change.after.text
			}
		}
		made[n].of, before = f, c
	}
	return made
}

func (d *dumper) signature(s signature) signatureFile {
	f := signatureFile{At: d.unless(s.at, d.at)}
	if s.user != nil {
		f.User = s.user.login
	}
	if s.user == nil || s != sign(s.user, s.at) {
		f.Name, f.Email = s.name, s.email
	}
	return f
}
