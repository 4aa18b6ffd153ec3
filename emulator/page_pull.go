package emulator

// pullShown is what the page of a pull request has beyond an issue's.
type pullShown struct {
	Head, Base string
	Draft      bool
	Merged     bool
	Closes     issueLines
	Reviews    []reviewLine // the last word of each reviewer, and who was asked for one
}

type reviewLine struct{ Login, Sign, Did string }

func (v *visit) pullShown(i *issue) *pullShown {
	if i.pull == nil {
		return nil
	}
	shown := &pullShown{
		Head: i.pull.head, Base: i.pull.base, Draft: i.pull.draft, Merged: i.pull.merged, Closes: v.lines(i.pull.closes()),
	}
	for _, rv := range i.pull.latestReviews((*review).opinion) {
		shown.Reviews = append(shown.Reviews, reviewLine{loginOf(rv.author), reviewSigns[rv.state], reviewDeeds[rv.state]})
	}
	for _, u := range i.pull.reviewers {
		shown.Reviews = append(shown.Reviews, reviewLine{u.login, "…", "was asked"})
	}
	for _, t := range i.pull.reviewTeams {
		shown.Reviews = append(shown.Reviews, reviewLine{"@" + t.org.login + "/" + t.slug, "…", "was asked"})
	}
	return shown
}

var (
	reviewSigns = map[string]string{reviewApproved: "✔", reviewChanges: "✖", reviewDismissed: "–"}
	reviewDeeds = map[string]string{
		reviewApproved: "approved these changes", reviewChanges: "requested changes", reviewCommented: "reviewed", reviewDismissed: "gave a review that was dismissed",
	}
)

func pullPages() []pageRoute {
	return []pageRoute{
		onPage("GET {owner}/{repo}/compare", showCompare),
		onPage("POST {owner}/{repo}/compare", openPullRequest),
		onPage("POST {owner}/{repo}/pull/{number}/review", reviewPullRequest),
		onPage("POST {owner}/{repo}/pull/{number}/merge", formOnIssue("Merged.", mergeForm)),
		onPage("POST {owner}/{repo}/pull/{number}/draft", formOnIssue("It is a draft now.", func(_ *visit, t *tx, i *issue) error { return t.setDraft(i, true) })),
		onPage("POST {owner}/{repo}/pull/{number}/ready", formOnIssue("It is ready for review now.", func(_ *visit, t *tx, i *issue) error { return t.setDraft(i, false) })),
	}
}

// compareData is the form that opens a pull request.
type compareData struct {
	Repo     repositoryHead
	Title    string
	Closes   string
	Branches []string // that a pull request can come from
}

// showCompare shows the form; ?closes= names an issue that it begins with.
func showCompare(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	query := v.http.URL.Query()
	d := compareData{Repo: headOf(r), Title: query.Get("title"), Closes: query.Get("closes")}
	for _, b := range r.branches {
		if b.name != r.defaultBranch {
			d.Branches = append(d.Branches, b.name)
		}
	}
	return shows("compare", "Open a pull request · "+r.fullName(), d)
}

// openPullRequest opens one from a branch, or from a fresh branch with a change of its own.
func openPullRequest(v *visit) (screen, error) {
	r, err := v.repository()
	if err != nil {
		return screen{}, err
	}
	var made *issue
	err = v.do(func(t *tx) error {
		closes, err := v.referredAll(r, v.posted("closes"))
		if err != nil {
			return err
		}
		body := either(v.form.Get("body"), closingText(closes))
		if head := v.posted("head"); head != "" {
			made, err = t.openPull(r, pullDraft{title: v.posted("title"), body: body, head: head, base: r.defaultBranch})
			return err
		}
		made, err = t.openChange(r, v.posted("title"), body, closes)
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
	err = v.do(func(t *tx) error {
		_, err := t.reviewPull(i, state, v.posted("body"))
		return err
	})
	return after(issuePath(i), "You "+reviewDeeds[state]+".", err)
}

func mergeForm(v *visit, t *tx, i *issue) error {
	return t.mergePull(i, mergeOrder{method: v.posted("method")})
}
