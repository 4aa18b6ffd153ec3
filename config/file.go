package config

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// readFile reads the settings file, if there is one, as if its values were
// those of the variables.
func (l *loader) readFile(path string) {
	if path == "" {
		return
	}
	text, err := readSmallFile(path)
	if err != nil {
		l.wrong(configFile, "names no file that can be read: %w", err)
		return
	}
	root, problems := parseDocument([]byte(text))
	r := &reader{root: serverSpec(), problems: problems}
	l.readSettings(r, setting{node: root, spec: r.root})
	for _, p := range r.problems {
		l.wrong(configFile, "%s", p)
	}
}

// serverSpec is the tree of the settings of the server. What their values have
// to be is checked with those of the variables.
func serverSpec() *spec {
	value := func(key, example string) spec { return spec{key: key, form: formText, example: example} }
	keys := value("marker_keys", "…")
	keys.form, keys.each = formList, &spec{form: formText, example: "…"}
	return &spec{form: formMapping, keys: []spec{
		{key: "github", form: formMapping, keys: []spec{
			value("web_url", defaultWebURL), value("v3_api_url", defaultV3URL), value("v4_api_url", defaultV4URL), appSpec(),
		}},
		value("addr", "127.0.0.1:8080"), value("database_url", "sqlite://./upkeep.db"), keys, value("halt", "true"), value("onboarding", "false"),
	}}
}

// appSpec is what tells of the app.
func appSpec() spec {
	return spec{key: "app", form: formMapping, keys: []spec{
		{key: "integration_id", form: formText, example: "12345"},
		{key: "private_key", form: formText, example: "…"},
		{key: "webhook_secret", form: formText, example: "…"},
	}}
}

func (l *loader) readSettings(r *reader, root setting) {
	top := r.mapping(root)
	github := r.mapping(top["github"])
	l.readApp(r, github["app"])
	for _, one := range []struct {
		variable string
		setting  setting
	}{
		{webURL, github["web_url"]},
		{v3URL, github["v3_api_url"]},
		{v4URL, github["v4_api_url"]},
		{addr, top["addr"]},
		{databaseURL, top["database_url"]},
		{halt, top["halt"]},
		{onboarding, top["onboarding"]},
	} {
		l.values[one.variable] = r.value(one.setting)
	}
	l.values[markerKeys] = r.markerKeys(top["marker_keys"])
}

func (l *loader) readApp(r *reader, s setting) {
	app := r.mapping(s)
	l.values[appID] = r.value(app["integration_id"])
	l.values[privateKey] = r.value(app["private_key"])
	l.values[webhookSecret] = r.value(app["webhook_secret"])
}

// value is a value as it is written, over several lines too.
func (r *reader) value(s setting) string {
	if !s.isSet() {
		return ""
	}
	if !s.isText() {
		r.wrong(s, s.writeExample(), "must be a text")
		return ""
	}
	return s.node.Value
}

// markerKeys are listed as in the variable or as a YAML list.
func (r *reader) markerKeys(s setting) string {
	if !s.isSet() || s.node.Kind != yaml.SequenceNode {
		return r.value(s)
	}
	var keys []string
	for _, key := range r.list(s) {
		text := r.value(key)
		if strings.Contains(text, ",") {
			r.wrong(key, "list each key by itself", "must not have a comma")
		}
		keys = append(keys, text)
	}
	return strings.Join(keys, ",")
}
