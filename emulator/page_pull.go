package emulator

// pullShown is what the page of a pull request has beyond an issue's.
type pullShown struct {
	Head, Base string
	Draft      bool
	Merged     bool
	Closes     issueLines
	Reviews    []reviewLine // the last word of each reviewer
}

type reviewLine struct{ Login, Sign, Did string }

func (v *visit) pullShown(i *issue) *pullShown {
	if i.pull == nil {
		return nil
	}
	shown := &pullShown{
		Head: i.pull.head, Base: i.repo.defaultBranch, Draft: i.pull.draft, Merged: i.pull.merged, Closes: v.lines(i.pull.closes),
	}
	var reviewers []*user
	last := map[*user]*review{}
	for _, rv := range i.pull.reviews {
		if last[rv.author] == nil {
			reviewers = append(reviewers, rv.author)
		}
		if rv.state != "commented" || last[rv.author] == nil {
			last[rv.author] = rv
		}
	}
	signs := map[string]string{"approved": "✔", "changes_requested": "✖", "commented": "✎"}
	for _, u := range reviewers {
		state := last[u].state
		shown.Reviews = append(shown.Reviews, reviewLine{loginOf(u), signs[state], reviewDeeds[state]})
	}
	return shown
}

func pullPages() []pageRoute {
	return []pageRoute{
		onPage("GET {owner}/{repo}/compare", showCompare),
		onPage("POST {owner}/{repo}/compare", openPullRequest),
		onPage("POST {owner}/{repo}/pull/{number}/review", reviewPullRequest),
		onPage("POST {owner}/{repo}/pull/{number}/merge", mergePullRequest),
	}
}

// compareData is the form that opens a pull request.
type compareData struct {
	Repo   repositoryHead
	Closes string
	Title  string
}

// showCompare shows the form; ?closes= names an issue that it begins with.
func showCompare(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	query := v.http.URL.Query()
	return shows("compare", "Open a pull request · "+r.fullName(), compareData{headOf(r), query.Get("closes"), query.Get("title")})
}

func openPullRequest(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	var made *issue
	err = v.do(func(t *tx) error {
		var closes []*issue
		for _, each := range splitList(v.posted("closes")) {
			i, err := v.referred(r.owner, r, each)
			if err != nil {
				return err
			}
			closes = append(closes, i)
		}
		made, err = t.openPull(r, draft{title: v.posted("title"), body: v.form.Get("body")}, closes)
		return err
	})
	if err != nil {
		return after("/"+r.fullName()+"/compare", "", err)
	}
	return after(issuePath(made), "Pull request #"+decimal(int64(made.number))+" is open.", nil)
}

func reviewPullRequest(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	state := v.posted("review")
	err = v.do(func(t *tx) error { return t.reviewPull(i, state, v.form.Get("body")) })
	return after(issuePath(i), "You "+reviewDeeds[state]+".", err)
}

func mergePullRequest(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	err = v.do(func(t *tx) error { return t.mergePull(i) })
	return after(issuePath(i), "Merged.", err)
}
