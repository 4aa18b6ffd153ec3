package emulator

import "unicode/utf8"

const messageLongReview = "Body is too long (maximum is 65536 characters)"

// reviewPull writes a review; state is approved, changes_requested, commented
// or, to be submitted later, pending.
func (t *tx) reviewPull(i *issue, state, body string) (*review, error) {
	if err := t.mayReview(i); err != nil {
		return nil, err
	}
	if err := checkReview(i, t.user, state, body); err != nil {
		return nil, err
	}
	for _, other := range i.pull.reviews {
		if other.author == t.user && other.state == reviewPending {
			return nil, unprocessable("User can only have one pending review per pull request")
		}
	}
	rv := &review{
		id: t.ids.number("review"), pull: i, author: t.user, state: reviewPending, body: body,
		commit: i.pull.headCommit, createdAt: t.at, updatedAt: t.at,
	}
	rv.nodeID = nodeID("PRR", i.repo.id, rv.id)
	i.pull.reviews = append(i.pull.reviews, rv)
	t.nodes[rv.nodeID] = rv
	if state != reviewPending {
		t.submit(rv, state)
	}
	return rv, nil
}

// mayReview refuses those who cannot take part in a pull request.
func (t *tx) mayReview(i *issue) error {
	switch {
	case i.pull == nil || t.user == nil || !t.sees(i.repo):
		return notFound()
	case !t.holds("pull_requests", levelWrite, i.repo):
		return forbidden(messageNoAccess)
	case i.repo.archived:
		return forbidden(messageArchived)
	case i.locked && t.role(i.repo) < roleWrite:
		return forbidden(messageLocked)
	}
	return nil
}

// checkReview refuses a review that says nothing or judges the author's own work.
func checkReview(i *issue, by *user, state, body string) error {
	switch {
	case !contains([]string{reviewApproved, reviewChanges, reviewCommented, reviewPending}, state):
		return unprocessable("Event is not one of APPROVE, REQUEST_CHANGES and COMMENT")
	case state == reviewApproved && i.author == by:
		return unprocessable("Can not approve your own pull request")
	case state == reviewChanges && i.author == by:
		return unprocessable("Can not request changes on your own pull request")
	case (state == reviewChanges || state == reviewCommented) && body == "":
		return unprocessable("Body can't be blank")
	case utf8.RuneCountInString(body) > maxPullBody:
		return unprocessable(messageLongReview)
	}
	return nil
}

// submitReview submits a pending review of the actor's.
func (t *tx) submitReview(rv *review, state, body string) error {
	if err := t.mayReview(rv.pull); err != nil {
		return err
	}
	if rv.author != t.user || rv.state != reviewPending || state == reviewPending {
		return unprocessable("Could not submit the review: it is not pending")
	}
	if err := checkReview(rv.pull, t.user, state, either(body, rv.body)); err != nil {
		return err
	}
	rv.body = either(body, rv.body)
	t.submit(rv, state)
	return nil
}

// submit makes a review public. Who gives it is no longer asked for one; no
// webhook tells of that.
func (t *tx) submit(rv *review, state string) {
	i := rv.pull
	rv.state, rv.at, rv.updatedAt, i.updatedAt = state, t.at, t.at, t.at
	i.pull.reviewers = without(i.pull.reviewers, t.user)
	t.happened(i, "reviewed").review = rv
	t.wrote("review", i.ref().String(), state+"\n"+rv.body)
	t.emitReview(rv, "submitted", nil)
}

// editReview replaces the text of a review.
func (t *tx) editReview(rv *review, body string) error {
	if err := t.mayReview(rv.pull); err != nil {
		return err
	}
	switch {
	case rv.author != t.user && (t.installation != nil || t.role(rv.pull.repo) < roleWrite):
		return forbidden("Must have admin rights to Repository.")
	case body == "":
		return unprocessable("Body can't be blank")
	case utf8.RuneCountInString(body) > maxPullBody:
		return unprocessable(messageLongReview)
	case rv.body == body:
		return nil
	}
	was := rv.body
	rv.body, rv.updatedAt, rv.editor, rv.editedAt = body, t.at, t.user, t.at
	t.wrote("edit review", rv.pull.ref().String(), body)
	if rv.state != reviewPending {
		t.emitReview(rv, "edited", object{"changes": object{"body": object{"from": was}}})
	}
	return nil
}

// deleteReview drops a pending review.
func (t *tx) deleteReview(rv *review) error {
	if err := t.mayReview(rv.pull); err != nil {
		return err
	}
	if rv.author != t.user || rv.state != reviewPending {
		return unprocessable("Can not delete a non-pending pull request review")
	}
	rv.pull.pull.reviews = without(rv.pull.pull.reviews, rv)
	delete(t.nodes, rv.nodeID)
	return nil
}

// dismissReview takes an approval or a request for changes back, for a reason.
func (t *tx) dismissReview(rv *review, message string) error {
	i := rv.pull
	if err := t.mayReview(i); err != nil {
		return err
	}
	switch {
	case t.role(i.repo) < roleWrite:
		return forbidden("Must have push access to the repository.")
	case message == "":
		return unprocessable("Message can't be blank")
	case rv.state != reviewApproved && rv.state != reviewChanges:
		return unprocessable("Can not dismiss a " + rv.state + " pull request review")
	}
	ev := t.happened(i, "review_dismissed")
	ev.review, ev.was, ev.message = rv, rv.state, message
	rv.state, rv.updatedAt, i.updatedAt = reviewDismissed, t.at, t.at
	t.wrote("dismiss review", i.ref().String(), message)
	t.emitReview(rv, "dismissed", nil)
	return nil
}

// emitReview queues a webhook about a review.
func (t *tx) emitReview(rv *review, action string, extra object) {
	body := object{"pull_request": t.shortPullJSON(rv.pull), "review": t.reviewJSON(rv)}.with(extra)
	t.emit("pull_request_review", action, rv.pull.repo.owner, rv.pull.repo, body)
}
