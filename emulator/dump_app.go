package emulator

import "maps"

// appFile is the app without its key and its secrets.
func (d *dumper) appFile() *appFile {
	a := d.app
	if a == nil {
		return &appFile{none: true}
	}
	f := &appFile{
		ID: a.id, Slug: a.slug, Name: a.name, Description: a.description, Owner: a.ownerLogin(), ClientID: a.clientID,
		HookID: a.hookID, HookURL: d.options.WebhookURL, HookForm: a.hookForm, HookInsecure: a.hookInsecure,
		Permissions: maps.Clone(a.permissions), Events: copied(a.events), Tokens: string(a.tokens), Callbacks: a.callbacks,
		SetupURL: a.setupURL, OAuthOnInstall: a.oauthOnInstall,
		Created: d.unless(a.createdAt, d.at), Updated: d.unless(a.updatedAt, a.createdAt),
	}
	if a.homepage != d.webURL("%s", a.ownerLogin()) {
		f.Homepage = a.homepage
	}
	return f
}

func (d *dumper) installed(in *installation) *installedFile {
	if in == nil {
		return nil
	}
	f := installationFile{
		ID: in.id, Permissions: maps.Clone(in.permissions), Events: copied(in.events), Suspended: in.suspended(),
		SuspendedBy: loginUnless(in.suspendedBy, nil), SuspendedAt: d.unless(in.suspendedAt, d.at),
		Created: d.unless(in.createdAt, d.at), Updated: d.unless(in.updatedAt, in.createdAt),
	}
	if in.selected != nil {
		names := list(in.selected, func(r *repository) string { return r.name })
		f.Repositories = &names
	}
	return &installedFile{installationFile: f}
}

// copied is a list of its own, which is written also when it is empty.
func copied(texts []string) *[]string {
	made := append([]string{}, texts...)
	return &made
}
