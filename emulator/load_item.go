package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// itemFile is a card: of an issue or pull request, or of a draft. Values are
// by the fields' names, or in a list where there is more to say of them.
type itemFile struct {
	Issue      string              `yaml:"issue,omitempty"`
	Draft      *draftFile          `yaml:"draft,omitempty"`
	ID         int64               `yaml:"id,omitempty"`
	Creator    string              `yaml:"creator,omitempty"`
	Created    time.Time           `yaml:"created,omitempty"`
	Updated    time.Time           `yaml:"updated,omitempty"`
	Archived   bool                `yaml:"archived,omitempty"`
	ArchivedAt time.Time           `yaml:"archived_at,omitempty"`
	Listed     []placed[valueFile] `yaml:"values,omitempty"`
	Values     map[string]string   `yaml:",inline"`
}

type draftFile struct {
	ID        int64     `yaml:"id,omitempty"`
	Title     string    `yaml:"title"`
	Body      string    `yaml:"body,omitempty"`
	Assignees []string  `yaml:"assignees,omitempty"`
	Creator   string    `yaml:"creator,omitempty"`
	Created   time.Time `yaml:"created,omitempty"`
	Updated   time.Time `yaml:"updated,omitempty"`
}

// valueFile is what a card has in a field: a text, a number, a date, the name
// of an option, or the title or the id of an iteration.
type valueFile struct {
	Field   string    `yaml:"field"`
	Value   string    `yaml:"value"`
	ID      int64     `yaml:"id,omitempty"`
	Creator string    `yaml:"creator,omitempty"`
	Created time.Time `yaml:"created,omitempty"`
	Updated time.Time `yaml:"updated,omitempty"`
}

func (l *loader) item(b *board, f itemFile) error {
	it, err := l.card(b, f)
	if err != nil {
		return err
	}
	for _, each := range f.Listed {
		if err := l.value(it, each.of); err != nil {
			return each.wrong(err, "value of %s", each.of.Field)
		}
	}
	// The sorted names keep the ids of values the same from run to run.
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		if err := l.value(it, valueFile{Field: name, Value: f.Values[name]}); err != nil {
			return fmt.Errorf("value of %s: %w", name, err)
		}
	}
	if f.Archived {
		it.archivedAt = l.when(f.ArchivedAt, l.at)
	}
	return nil
}

// card makes the card, with nothing on it.
func (l *loader) card(b *board, f itemFile) (*item, error) {
	if (f.Draft == nil) == (f.Issue == "") {
		return nil, errors.New("it is of an issue or of a draft; name one of them")
	}
	creator, err := l.somebodyOr(f.Creator, b.creator)
	if err != nil {
		return nil, err
	}
	if err := l.ids.give("item", f.ID); err != nil {
		return nil, err
	}
	at := l.when(f.Created, l.at)
	var it *item
	if f.Draft != nil {
		it, err = l.draft(b, *f.Draft, creator, at)
	} else {
		it, err = l.issueCard(b, f.Issue, creator, at)
	}
	if err == nil {
		it.updatedAt = l.when(f.Updated, it.createdAt)
	}
	return it, err
}

func (l *loader) issueCard(b *board, name string, creator *user, at time.Time) (*item, error) {
	content, err := l.referred(b.org, nil, name)
	if err != nil {
		return nil, err
	}
	if b.item(content) != nil {
		return nil, errors.New("it is on the board already")
	}
	return l.newItem(b, content, creator, at), nil
}

func (l *loader) draft(b *board, f draftFile, creator *user, at time.Time) (*item, error) {
	assignees, err := l.all(f.Assignees)
	if err != nil {
		return nil, fmt.Errorf("draft: assignees: %w", err)
	}
	made := newDraft{title: f.Title, body: f.Body, assignees: assignees}
	if err := checkDraft(made); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	if err := l.ids.give("draft", f.ID); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	it := l.newDraftItem(b, made, creator, at)
	if it.draft.creator, err = l.somebodyOr(f.Creator, creator); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	it.draft.createdAt = l.when(f.Created, at)
	it.draft.updatedAt = l.when(f.Updated, it.draft.createdAt)
	return it, nil
}

func (l *loader) value(it *item, f valueFile) error {
	of := it.board.field(f.Field)
	if of == nil {
		return fmt.Errorf("the board has no field %s", f.Field)
	}
	if it.value(of) != nil {
		return errors.New("it is set twice")
	}
	v, err := l.readValue(of, f.Value)
	if err != nil {
		return err
	}
	creator, err := l.somebodyOr(f.Creator, it.creator)
	if err != nil {
		return err
	}
	if err := l.ids.give("value", f.ID); err != nil {
		return err
	}
	l.addValue(it, v, creator, l.when(f.Created, it.createdAt))
	v.updatedAt = l.when(f.Updated, v.createdAt)
	return nil
}

func (l *loader) readValue(of *field, text string) (*value, error) {
	if of.dataType == typeIteration && of.iteration(text) != nil {
		return of.newValue(newValue{iterationID: &text})
	}
	wanted, err := of.parse(text)
	if err != nil {
		return nil, err
	}
	return of.newValue(wanted)
}
