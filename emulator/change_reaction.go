package emulator

// reactable is an issue, pull request or comment as something to react to.
type reactable struct {
	issue     *issue // itself, or the one that the comment is on
	reactions *[]*reaction
}

func (i *issue) reactable() reactable   { return reactable{i, &i.reactions} }
func (c *comment) reactable() reactable { return reactable{c.issue, &c.reactions} }

// react leaves a reaction; the second result is false when it was there already.
// Reactions send no webhooks.
func (t *tx) react(to reactable, content string) (*reaction, bool, error) {
	if err := t.mayReact(to); err != nil {
		return nil, false, err
	}
	if !contains(reactionContents, content) {
		return nil, false, invalid("Validation Failed", fieldProblem{Resource: "Reaction", Field: "content", Code: "invalid"})
	}
	if found := to.find(t.user, content); found != nil {
		t.noteWrite("react", to.issue.ref().String(), content, false)
		return found, false, nil
	}
	r := &reaction{id: t.ids.number("reaction"), user: t.user, content: content, at: t.at}
	r.nodeID = nodeID("REA", to.issue.repo.id, r.id)
	*to.reactions = append(*to.reactions, r)
	t.nodes[r.nodeID] = r
	t.wrote("react", to.issue.ref().String(), content)
	return r, true, nil
}

// unreact takes a reaction away that the actor left.
func (t *tx) unreact(to reactable, r *reaction) error {
	if err := t.mayReact(to); err != nil {
		return err
	}
	if r.user != t.user {
		return forbidden("Must have admin rights to Repository.")
	}
	*to.reactions = without(*to.reactions, r)
	delete(t.nodes, r.nodeID)
	t.wrote("unreact", to.issue.ref().String(), r.content)
	return nil
}

func (to reactable) find(by *user, content string) *reaction {
	for _, r := range *to.reactions {
		if r.user == by && r.content == content {
			return r
		}
	}
	return nil
}

// mayReact refuses nobody who can read, other than where the conversation is locked.
func (t *tx) mayReact(to reactable) error {
	if t.user == nil {
		return notFound()
	}
	if err := t.may(to.issue.repo, roleRead); err != nil {
		return err
	}
	if to.issue.locked && t.role(to.issue.repo) < roleWrite {
		return forbidden("Unable to create reaction because issue is locked.")
	}
	return nil
}
