package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// optionChange is a change of a field's options under way.
type optionChange struct {
	*run
	store.OptionChange
	installation int64
	features     ghclient.Features
	// begun says that the list may have been replaced already.
	begun bool
	// changed are options that a person has given another name, colour or
	// description while the list was on its way, by the name that it had for them.
	changed   map[string]upgrade.Option
	requestID string // of the last write
}

// rounds bounds how often the list is sent, or values are given back, because
// somebody else has changed them meanwhile.
const rounds = 4

// finish adds what is missing, gives back what cards have lost, and takes the
// change off the record once all is whole.
func (o *optionChange) finish(ctx context.Context) error {
	if err := o.replace(ctx); err != nil {
		return err
	}
	if err := o.restore(ctx); err != nil {
		return err
	}
	return o.Store.EndOptionChange(ctx, o.claim, o.Field)
}

// resume goes on with a change on record. Where nothing has come of it, it is
// forgotten: what is missing is then missed again, with the cards of that time.
func (o *optionChange) resume(ctx context.Context) error {
	field, err := o.look(ctx)
	if errors.Is(err, ghclient.ErrNotFound) {
		return o.Store.EndOptionChange(ctx, o.claim, o.Field) // a person has deleted the field
	}
	if err != nil {
		return err
	}
	gone := func(b upgrade.Option) bool { return indexOf(field.Options, b.ID) < 0 }
	if !slices.ContainsFunc(o.Before, gone) && len(lacking(field.Options, o.Adds)) == len(o.Adds) {
		return o.Store.EndOptionChange(ctx, o.claim, o.Field)
	}
	return o.finish(ctx)
}

// replace sends the list with what is missing behind what is there, until
// nothing is missing. An option that came while the list was on its way is lost
// by it, seen in the answer, and sent with the next; which cards had it already
// GitHub does not tell.
func (o *optionChange) replace(ctx context.Context) error {
	var refused error
	for range rounds {
		if err := o.record(ctx); err != nil {
			return err
		}
		field, err := o.look(ctx)
		if err != nil {
			return err
		}
		missing := lacking(field.Options, o.Adds)
		if len(missing) == 0 && len(o.changed) == 0 {
			return nil
		}
		if err := o.Store.Holds(ctx, o.claim); err != nil {
			return fmt.Errorf("check the claim on %s before replacing options: %w", o.claim.Key, err)
		}
		sent := append(o.current(field.Options), missing...)
		before, after, requestID, err := o.Write.ReplaceOptions(ctx, o.installation, o.Field, sent, o.features.OptionIDs)
		o.requestID = requestID
		if errors.Is(err, ghclient.ErrInvalid) {
			refused = err // an option may have gone since the look
			continue
		}
		if err != nil {
			return err
		}
		o.begun = true
		if seen, err := o.between(ctx, sent, before, after); err != nil || !seen {
			return err
		}
	}
	if refused == nil {
		refused = errors.New("its options change all the time")
	}
	return fmt.Errorf("add options to field %s: %w", o.Field, refused)
}

// record puts on record what cards have before the list is replaced. It is an
// error where GitHub would take it off them: one that cannot list archived
// cards may have some that nobody sees.
func (o *optionChange) record(ctx context.Context) error {
	field, err := o.look(ctx)
	if err != nil {
		return err
	}
	cards, err := o.cards(ctx, field)
	if err != nil {
		return err
	}
	if o.Cards == nil {
		o.Before, o.Cards = field.Options, map[upgrade.NodeID]string{}
	}
	for item, option := range cards {
		if option != "" {
			o.Cards[item] = option
		}
	}
	free := len(field.Options) == 0 || len(o.Cards) == 0 && o.features.ArchivedListing
	if !o.begun && !o.features.OptionIDs && !free {
		return Refused{Reason: fmt.Sprintf("this GitHub would take the values of the field %q off all cards; a person has to add %q", field.Name, optionNames(o.Adds))}
	}
	return o.Store.SaveOptionChange(ctx, o.claim, o.OptionChange)
}

// current is the list as it is, with what people have changed meanwhile.
func (o *optionChange) current(options []upgrade.Option) []upgrade.Option {
	list := slices.Clone(options)
	for i, option := range list {
		if theirs, ok := o.changed[option.Name]; ok {
			theirs.ID = option.ID
			list[i] = theirs
		}
	}
	return list
}

// between takes up what people have done between the look and the replacement:
// options that came are put on record to be added again, those that changed
// are changed again. It reports whether there is anything.
func (o *optionChange) between(ctx context.Context, sent, before, after []upgrade.Option) (seen bool, err error) {
	o.changed = map[string]upgrade.Option{}
	var came []upgrade.Option
	for _, b := range before {
		switch i := indexOf(sent, b.ID); {
		case i < 0:
			came = append(came, b)
		case sent[i] != b:
			o.changed[sent[i].Name] = b
		}
	}
	if came = lacking(after, came); len(came) > 0 {
		o.Adds = append(o.Adds, came...)
		err = o.Store.SaveOptionChange(ctx, o.claim, o.OptionChange)
	}
	return len(came)+len(o.changed) > 0, err
}

// restore gives cards back what they have lost, until they have it.
func (o *optionChange) restore(ctx context.Context) error {
	for range rounds {
		lost, err := o.lost(ctx)
		if err != nil || len(lost) == 0 {
			return err
		}
		if err := o.Store.Holds(ctx, o.claim); err != nil {
			return fmt.Errorf("check the claim on %s before giving values back: %w", o.claim.Key, err)
		}
		o.log.Warn().Str("field", string(o.Field)).Int("cards", len(lost)).Msg("cards have lost their option and get it back")
		o.requestID, err = o.Write.SetCardOptions(ctx, o.installation, o.Board, o.Field, lost)
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("give cards back their option in field %s: it does not stay", o.Field)
}

// lost are the ids of the options that cards had and have to get back: by the
// option's name, and only where the card is empty. What a person has set
// meanwhile stays, and what is of an option that is gone is gone with it.
func (o *optionChange) lost(ctx context.Context) (map[upgrade.NodeID]string, error) {
	field, err := o.look(ctx)
	if err != nil {
		return nil, err
	}
	cards, err := o.cards(ctx, field)
	if err != nil {
		return nil, err
	}
	lost := map[upgrade.NodeID]string{}
	for item, was := range o.Cards {
		now, there := cards[item]
		if option, ok := field.Option(was); ok && there && now == "" {
			lost[item] = option.ID
		}
	}
	return lost, nil
}

// look reads the field, and what this GitHub can do.
func (o *optionChange) look(ctx context.Context) (upgrade.Field, error) {
	var err error
	if o.features, err = o.Read.Features(ctx, o.installation); err != nil {
		return upgrade.Field{}, err
	}
	return o.Read.Options(ctx, o.installation, o.Field)
}

func (o *optionChange) cards(ctx context.Context, field upgrade.Field) (map[upgrade.NodeID]string, error) {
	return o.Read.OptionCards(ctx, o.installation, o.Board, field.Name, o.features.ArchivedListing)
}

// lacking are those wanted options that are not there, by name as GitHub
// compares them, as new ones.
func lacking(there, wanted []upgrade.Option) []upgrade.Option {
	var missing []upgrade.Option
	for _, w := range wanted {
		if !slices.ContainsFunc(there, func(o upgrade.Option) bool { return strings.EqualFold(o.Name, w.Name) }) {
			w.ID = ""
			missing = append(missing, w)
		}
	}
	return missing
}

func indexOf(options []upgrade.Option, id string) int {
	return slices.IndexFunc(options, func(o upgrade.Option) bool { return o.ID == id })
}
