// Package registration is what Upkeep asks GitHub for when its GitHub App is
// registered: permissions and events, each with its reason, and the manifest
// that says it to GitHub. It is pure. The setup pages show it and send it;
// whoever checks an app that is there compares it by Lacks.
package registration

import "slices"

// Permission is one right that the app asks for.
type Permission struct {
	// Name and Level are GitHub's own words for it, such as "issues" and "write".
	Name, Level string
	// Title is what GitHub's settings page calls it, in a group of Of.
	Title string
	Of    Group
	// Reason says what for, in whole sentences.
	Reason string
}

// Group is what a permission is about; GitHub's settings page has a part for each.
type Group string

// The groups.
const (
	OfRepository   Group = "repository"
	OfOrganisation Group = "organisation"
)

// The levels of permissions that are asked for, as GitHub names them.
const (
	Read  = "read"
	Write = "write"
)

// Access is a level as GitHub's settings page shows it.
func (p Permission) Access() string {
	if p.Level == Write {
		return "Read and write"
	}
	return "Read-only"
}

// Permissions are all that the app asks for, the least first.
//
// Contents are asked for whole although only two files are read: docs/decisions/0014 says why.
func Permissions() []Permission {
	return []Permission{
		{
			"metadata", Read, "Metadata", OfRepository,
			"GitHub gives it to every app: which repositories there are, and who may write to them.",
		},
		{
			"members", Read, "Members", OfOrganisation,
			"To see who is in which team. Who may give a command, and whose a repository is, goes by teams.",
		},
		{
			"pull_requests", Read, "Pull requests", OfRepository,
			"To see which pull request works on an issue and how far its review is. The Status on the board goes by it.",
		},
		{
			"contents", Read, "Contents", OfRepository,
			"To read two files: upkeep.yml in the repository .github, and catalog-info.yaml, which says whose a repository is. " +
				"Upkeep reads no other file and changes none. GitHub tells of a changed file only to apps with this permission.",
		},
		{
			"issues", Write, "Issues", OfRepository,
			"To check boxes in a roadmap issue, to answer commands by a reaction or a comment, to assign people, and to open and close the issues of an upgrade.",
		},
		{
			"checks", Write, "Checks", OfRepository,
			"To say in a pull request that changes upkeep.yml whether the file is valid, and what it would change. No other pull request gets a check.",
		},
		{
			"organization_projects", Write, "Projects", OfOrganisation,
			"To put cards on the boards that upkeep.yml names, and to keep their fields true.",
		},
	}
}

// Event is one kind of webhook that the app subscribes to.
type Event struct {
	// Name is GitHub's own word, such as "sub_issues"; Title is what its settings page shows.
	Name, Title string
	Reason      string
}

// Events are all that the app subscribes to. GitHub tells every app of its own
// installation besides.
func Events() []Event {
	return []Event{
		{"issues", "Issues", "An issue is closed, reopened, assigned or edited."},
		{"issue_comment", "Issue comment", "Somebody gives a command."},
		{"sub_issues", "Sub issues", "An issue becomes a part of a roadmap issue."},
		{"issue_dependencies", "Issue dependencies", "An issue begins or ends to wait for another one."},
		{"pull_request", "Pull request", "Work on an issue is opened, made ready or merged."},
		{"pull_request_review", "Pull request review", "Work is approved, or has to be changed."},
		{"projects_v2_item", "Projects v2 item", "Somebody changes a card on a board."},
		{"push", "Push", "upkeep.yml or catalog-info.yaml changes."},
		{"repository", "Repository", "A repository is renamed, archived, made public or private."},
	}
}

// App is an app as GitHub has it registered.
type App struct {
	ID int64
	// Name is what people see; Owner is the account that it belongs to.
	Name, Owner string
	// Page is the address of its public page.
	Page string
	// Permissions are levels by name.
	Permissions map[string]string
	Events      []string
}

// InstallPage is where the app is installed, below its public page.
func (a App) InstallPage() string { return a.Page + "/installations/new" }

// Lacks are the permissions and events that the app was registered without.
func (a App) Lacks() (permissions []Permission, events []Event) {
	for _, p := range Permissions() {
		if held := a.Permissions[p.Name]; held != p.Level && held != Write && held != "admin" {
			permissions = append(permissions, p)
		}
	}
	for _, e := range Events() {
		if !slices.Contains(a.Events, e.Name) {
			events = append(events, e)
		}
	}
	return permissions, events
}
