package emulator

// boardForms are the forms on a board's page.
func boardForms() []pageRoute {
	below := "POST orgs/{owner}/projects/{number}/items/"
	return []pageRoute{
		onPage(below+"add", formOnBoard("is on the board.", func(v *visit, t *tx, b *board) error {
			i, err := v.referred(b.org, nil, v.posted("reference"))
			if err != nil {
				return err
			}
			_, err = t.addItem(b, i)
			return err
		})),
		onPage(below+"draft", formOnBoard("is a draft on the board.", func(v *visit, t *tx, b *board) error {
			_, err := t.addDraft(b, newDraft{title: v.posted("reference")})
			return err
		})),
		onPage(below+"{item}/fields", fieldForm),
		onPage(below+"{item}/archive", formOnCard("Card archived.", func(t *tx, it *item) error { return t.archiveItem(it, true) })),
		onPage(below+"{item}/restore", formOnCard("Card restored.", func(t *tx, it *item) error { return t.archiveItem(it, false) })),
		onPage(below+"{item}/remove", formOnCard("Card removed.", func(t *tx, it *item) error { return t.deleteItem(it) })),
	}
}

// item finds the card of the path.
func (v *visit) item() (*item, error) {
	b, err := v.board()
	if err != nil {
		return nil, err
	}
	for _, it := range b.items {
		if decimal(it.id) == v.params["item"] {
			return it, nil
		}
	}
	return nil, notFound()
}

// formOnCard is a form that does one thing to the card of the path, and comes
// back to the board as it was shown.
func formOnCard(done string, do func(*tx, *item) error) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		it, err := v.item()
		if err != nil {
			return screen{}, err
		}
		err = v.do(func(t *tx) error { return do(t, it) })
		return after(v.backToBoard(it.board), done, err)
	}
}

// backToBoard is the address that the board was shown at.
func (v *visit) backToBoard(b *board) string {
	if back := ownPath(v.form.Get("back")); back != "/" {
		return back
	}
	return boardPath(b)
}

// fieldForm sets or clears one field of a card, both given by name.
func fieldForm(v *visit) (screen, error) {
	it, err := v.item()
	if err != nil {
		return screen{}, err
	}
	name, text := v.posted("field"), v.posted("value")
	err = v.do(func(t *tx) error {
		f := it.board.field(name)
		if f == nil {
			return invalid("The board has no field " + name)
		}
		if text == "" {
			return t.clearValue(it, f)
		}
		wanted, err := f.parse(text)
		if err != nil {
			return invalid(err.Error())
		}
		return t.setValue(it, f, wanted)
	})
	done := name + " is " + text + " now."
	if text == "" {
		done = name + " is empty now."
	}
	return after(v.backToBoard(it.board), done, err)
}

// formOnBoard is a form that adds what the field "reference" names.
func formOnBoard(done string, do func(*visit, *tx, *board) error) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		b, err := v.board()
		if err != nil {
			return screen{}, err
		}
		err = v.do(func(t *tx) error { return do(v, t, b) })
		return after(v.backToBoard(b), v.posted("reference")+" "+done, err)
	}
}
