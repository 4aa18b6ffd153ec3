package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// ErrNotRegistered is what Load returns when nothing tells of an app and
// nothing else is wrong. The settings beside it are valid but for the app.
var ErrNotRegistered = errors.New(appID + ", " + privateKey + " and " + webhookSecret +
	" are not set: run `upkeep serve` and open the link that it prints, or set them to the id, a private key and the webhook secret of a GitHub App")

// registrationFile is the name of the file that a registration is kept in.
const registrationFile = "upkeep-app.yml"

// Registration is what the server needs of a registered app. The setup pages
// keep it in a file of its own, upkeep-app.yml beside the settings file, or in
// the working folder without one. The file has the settings file's form, and
// counts only where neither variables nor settings file tell of an app: the
// three values always come from one hand.
type Registration struct {
	AppID         int64
	PrivateKey    Secret
	WebhookSecret Secret
}

// RegistrationFile is the path of the file that a registration is kept in.
// Getenv is os.Getenv or stands in for it.
func RegistrationFile(getenv func(string) string) string {
	return filepath.Join(filepath.Dir(getenv(configFile)), registrationFile)
}

// RegistrationProblems are what is wrong with a registration that somebody
// typed, each as the end of a sentence; empty where nothing is.
type RegistrationProblems struct{ AppID, PrivateKey, WebhookSecret string }

// maxSecret is more than the longest webhook secret that GitHub takes, in bytes.
const maxSecret = 1 << 10

// ParseRegistration reads a registration as somebody typed it. It is valid when
// the problems are zero. The key must be the text itself, never a path.
func ParseRegistration(id, key, secret string) (Registration, RegistrationProblems) {
	l := &loader{values: map[string]string{appID: strings.TrimSpace(id), privateKey: key, webhookSecret: strings.TrimSpace(secret)}}
	switch {
	case !strings.Contains(key, "-----BEGIN"):
		delete(l.values, privateKey)
		l.wrong(privateKey, "must be the whole text of the .pem file, with its first line -----BEGIN RSA PRIVATE KEY-----")
	case len(key) > maxFile:
		delete(l.values, privateKey)
		l.wrong(privateKey, "is longer than %d bytes", maxFile)
	}
	if l.values[appID] == "" {
		l.wrong(appID, "is missing")
	}
	switch text := l.values[webhookSecret]; {
	case text == "":
		l.wrong(webhookSecret, "is missing")
	case len(text) > maxSecret || !utf8.ValidString(text):
		l.wrong(webhookSecret, "must be a text of at most %d bytes", maxSecret)
	}
	r := Registration{AppID: l.appID(), WebhookSecret: NewSecret(l.webhookSecret())}
	r.PrivateKey, _ = l.privateKey()
	return r, RegistrationProblems{l.first(appID), l.first(privateKey), l.first(webhookSecret)}
}

// first is the first problem with a variable, without its name.
func (l *loader) first(variable string) string {
	for _, problem := range l.problems {
		if what, ok := strings.CutPrefix(problem.Error(), variable+" "); ok {
			return what
		}
	}
	return ""
}

// keptApp reads the app that the setup pages have kept at a path, and reports
// whether there is such a file.
func (l *loader) keptApp(path string, s *Settings) bool {
	text, err := readSmallFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	from := &loader{values: l.values}
	if err != nil {
		from.problems = append(from.problems, fmt.Errorf("cannot be read: %w", err))
	} else {
		from.readKept(text, s)
	}
	for _, problem := range from.problems {
		l.problems = append(l.problems, fmt.Errorf("%s: %w", path, problem))
	}
	return true
}

// keptSpec is what the setup pages keep: the app and nothing else.
func keptSpec() *spec {
	return &spec{form: formMapping, keys: []spec{{key: "github", form: formMapping, keys: []spec{appSpec()}}}}
}

func (l *loader) readKept(text string, s *Settings) {
	root, problems := parseDocument([]byte(text))
	r := &reader{root: keptSpec(), problems: problems}
	github := r.mapping(r.mapping(setting{node: root, spec: r.root})["github"])
	l.readApp(r, github["app"])
	for _, p := range r.problems {
		l.problems = append(l.problems, errors.New(p.String()))
	}
	switch {
	case len(r.problems) > 0:
	case !l.registered():
		l.problems = append(l.problems, errors.New("tells of no app; without this file the server starts with its setup pages"))
	default:
		l.app(s)
	}
}

// CanKeep reports why Keep could not keep a registration at a path; nil if it could.
func CanKeep(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("write %s: %w", path, fs.ErrExist)
	}
	probe, err := create(path)
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// Keep writes a registration into a file that only the owner of the process
// may read. The file is whole and on disk when there is no error. One that is
// there already is never touched; the error is fs.ErrExist then.
func Keep(path string, r Registration) error {
	type app struct {
		ID     string `yaml:"integration_id"`
		Secret string `yaml:"webhook_secret"`
		Key    string `yaml:"private_key"`
	}
	text, err := yaml.Marshal(map[string]any{"github": map[string]app{
		"app": {strconv.FormatInt(r.AppID, 10), r.WebhookSecret.Reveal(), r.PrivateKey.Reveal()},
	}})
	if err != nil {
		return fmt.Errorf("write the registration of app %d: %w", r.AppID, err)
	}
	made, err := create(path)
	if err != nil {
		return err
	}
	_, err = made.WriteString("# The GitHub App of this server, kept by its setup page. Whoever has this file can act as the app.\n" + string(text))
	if err = errors.Join(err, made.Sync(), made.Close()); err == nil {
		err = place(made.Name(), path)
	}
	if err = errors.Join(err, os.Remove(made.Name())); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// place gives a finished file a second name, which survives a power cut, or
// leaves nothing there. Unlike a rename, a link fails where something stands already.
func place(made, path string) error {
	if err := os.Link(made, path); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// create makes a file with mode 0600 and a name that is free, beside a path.
func create(path string) (*os.File, error) {
	made, err := os.CreateTemp(filepath.Dir(path), "."+registrationFile+".*")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, withoutPath(err))
	}
	return made, nil
}

// syncFolder makes a new name in a folder survive a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
