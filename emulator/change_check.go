package emulator

import (
	"time"
	"unicode/utf8"
)

// Bounds of what a check run says; REST documentation, "Create a check run".
const (
	maxCheckText   = 65535
	maxAnnotations = 50
	maxAnnotation  = 64 << 10
)

// checkInput is the body of a request that makes or changes a check run.
type checkInput struct {
	Name        *string
	HeadSHA     string     `json:"head_sha"`
	DetailsURL  *string    `json:"details_url"`
	ExternalID  *string    `json:"external_id"`
	Status      *string    `json:"status"`
	Conclusion  *string    `json:"conclusion"`
	StartedAt   *time.Time `json:"started_at"`
	CompletedAt *time.Time `json:"completed_at"`
	Output      *struct {
		Title, Summary, Text *string
		Annotations          []annotation
	}
}

var (
	checkStates      = []string{checkQueued, checkRunning, checkCompleted}
	checkConclusions = []string{"action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"}
	annotationLevels = []string{"notice", "warning", "failure"}
)

// createCheck makes a check run of a commit.
func (t *tx) createCheck(r *repository, in checkInput) (*check, error) {
	if err := t.mayCheck(r); err != nil {
		return nil, err
	}
	head := r.commitAt(in.HeadSHA)
	switch {
	case in.Name == nil || *in.Name == "":
		return nil, notSupplied("name")
	case in.HeadSHA == "":
		return nil, notSupplied("head_sha")
	case head == nil || head.sha != in.HeadSHA:
		return nil, invalid("No commit found for SHA: " + in.HeadSHA)
	}
	if err := in.refused(); err != nil {
		return nil, err
	}
	c := t.newCheck(r, head)
	c.status, c.startedAt = checkQueued, t.at
	t.apply(c, in)
	r.checks = append(r.checks, c)
	t.wrote("create check run", r.fullName()+" "+head.sha, c.name+" "+c.conclusion)
	t.emitCheck(c, "created")
	if c.status == checkCompleted {
		t.emitCheck(c, "completed")
	}
	return c, nil
}

// newCheck is a check run without a word, in its commit's suite.
func (e *Emulator) newCheck(r *repository, head *commit) *check {
	c := &check{id: e.ids.number("check"), repo: r, head: head}
	c.nodeID = nodeID("CR", r.id, c.id)
	if earlier := r.checksOf(head); len(earlier) > 0 {
		c.suite = earlier[0].suite
	} else {
		c.suite = e.ids.number("check suite")
	}
	return c
}

// editCheck changes what the request names. Annotations are added to those that are there.
func (t *tx) editCheck(c *check, in checkInput) error {
	if err := t.mayCheck(c.repo); err != nil {
		return err
	}
	if err := in.refused(); err != nil {
		return err
	}
	was := c.status
	t.apply(c, in)
	t.wrote("edit check run", c.repo.fullName()+" "+c.head.sha, c.name+" "+c.conclusion)
	if was != checkCompleted && c.status == checkCompleted {
		t.emitCheck(c, "completed")
	}
	return nil
}

// mayCheck refuses all but apps with the permission: people cannot write check runs.
func (t *tx) mayCheck(r *repository) error {
	switch {
	case !t.sees(r):
		return notFound()
	case t.installation == nil:
		return forbidden("You must authenticate via a GitHub App.")
	case !t.holds("checks", levelWrite, r):
		return forbidden(messageNoAccess)
	}
	return nil
}

// refused is what GitHub refuses in the content.
func (in checkInput) refused() error {
	switch {
	case in.Status != nil && !contains(checkStates, *in.Status):
		return notOneOf("status")
	case in.Conclusion != nil && !contains(checkConclusions, *in.Conclusion):
		return notOneOf("conclusion")
	case in.Conclusion == nil && (in.CompletedAt != nil || in.Status != nil && *in.Status == checkCompleted):
		return notSupplied("conclusion")
	case in.Output == nil:
		return nil
	case in.Output.Title == nil || in.Output.Summary == nil:
		return notSupplied("output.title and output.summary")
	case utf8.RuneCountInString(*in.Output.Summary) > maxCheckText, in.Output.Text != nil && utf8.RuneCountInString(*in.Output.Text) > maxCheckText:
		return invalid("Invalid request.\n\nOnly 65535 characters are allowed; more were supplied.")
	case len(in.Output.Annotations) > maxAnnotations:
		return invalid("Invalid request.\n\nNo more than 50 annotations are allowed.")
	}
	for _, a := range in.Output.Annotations {
		if err := a.refused(); err != nil {
			return err
		}
	}
	return nil
}

func (a annotation) refused() error {
	columns := a.StartColumn != 0 || a.EndColumn != 0
	switch {
	case a.Path == "" || a.Message == "" || len(a.Message) > maxAnnotation:
		return invalid("Invalid request.\n\nAn annotation needs a path and a message of at most 64 KB.")
	case !contains(annotationLevels, a.Level):
		return notOneOf("annotation_level")
	case a.StartLine < 1 || a.EndLine < a.StartLine, columns && a.StartLine != a.EndLine, columns && a.EndColumn < a.StartColumn:
		return invalid("Invalid request.\n\nThe lines or columns of an annotation are out of order.")
	}
	return nil
}

func notOneOf(name string) *problem {
	return invalid("Invalid request.\n\n" + name + " is not a member of its enumeration.")
}

// apply takes over what the input names.
func (t *tx) apply(c *check, in checkInput) {
	set := func(into *string, from *string) {
		if from != nil {
			*into = *from
		}
	}
	set(&c.name, in.Name)
	set(&c.detailsURL, in.DetailsURL)
	set(&c.externalID, in.ExternalID)
	set(&c.status, in.Status)
	if in.StartedAt != nil {
		c.startedAt = in.StartedAt.UTC()
	}
	if in.Conclusion != nil {
		c.status, c.conclusion, c.completedAt = checkCompleted, *in.Conclusion, t.at
		if in.CompletedAt != nil {
			c.completedAt = in.CompletedAt.UTC()
		}
	} else if c.status != checkCompleted {
		c.conclusion, c.completedAt = "", time.Time{}
	}
	if in.Output != nil {
		set(&c.title, in.Output.Title)
		set(&c.summary, in.Output.Summary)
		set(&c.text, in.Output.Text)
		c.annotations = append(c.annotations, in.Output.Annotations...)
	}
}

// rerequest asks the app for a check run again. The run itself stays as it is.
func (t *tx) rerequest(c *check) error {
	if t.user == nil || !t.sees(c.repo) {
		return notFound()
	}
	if t.role(c.repo) < roleWrite {
		return forbidden("Must have push access to the repository.")
	}
	t.emitCheck(c, "rerequested")
	return nil
}

// emitCheck queues a webhook about a check run.
func (t *tx) emitCheck(c *check, action string) {
	t.emit("check_run", action, c.repo.owner, c.repo, object{"check_run": t.checkPayload(c)})
}
