package emulator

import "maps"

// messageHasApp is why a second app is not registered.
const messageHasApp = "This emulated GitHub has an app already, and it has only one."

// agree keeps a manifest that a person agreed to, under a name of their choice,
// until the code that it returns is turned into the app.
func (t *tx) agree(m manifest, owner *organization) (string, error) {
	switch {
	case t.app != nil:
		return "", invalid(messageHasApp)
	case t.user == nil || owner != nil && !owner.hasOwner(t.user):
		return "", forbidden("Only owners of the organization can register an app for it.")
	case slugOf(m.Name) == "" || len([]rune(m.Name)) > maxAppName:
		return "", invalid("The name is missing or too long.")
	case t.findUser(slugOf(m.Name)+"[bot]") != nil:
		return "", invalid("The name is already taken.")
	}
	maps.DeleteFunc(t.registrations, func(_ string, old *registration) bool { return !old.expiresAt.After(t.options.AuthNow()) })
	made := &registration{manifest: m, owner: owner, expiresAt: t.options.AuthNow().Add(manifestLife)}
	if owner == nil {
		made.person = t.user
	}
	code := t.ids.hex("manifest code", 40)
	t.registrations[code] = made
	return code, nil
}

// convert turns a code into the app, once, with a fresh key and secrets.
func (e *Emulator) convert(code string) error {
	from := e.registrations[code]
	if from == nil || !from.expiresAt.After(e.options.AuthNow()) {
		return notFound()
	}
	if e.app != nil {
		return invalid(messageHasApp)
	}
	delete(e.registrations, code)
	a := &app{
		slug: slugOf(from.Name), name: from.Name, description: from.Description, homepage: from.URL, owner: from.owner, person: from.person,
		permissions: withMetadata(from.Permissions), events: append([]string{}, from.Events...), callbacks: from.Callbacks, setupURL: from.SetupURL,
		oauthOnInstall: from.OAuth,
	}
	e.register(a, e.now())
	e.options.WebhookURL, e.options.WebhookSecret = "", ""
	if hook := from.Hook; hook != nil {
		e.options.WebhookSecret = e.ids.hex("webhook secret", 40)
		if hook.Active == nil || *hook.Active {
			e.options.WebhookURL = hook.URL
		}
	}
	return nil
}
