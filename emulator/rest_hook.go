package emulator

import (
	"net/http"
	"net/url"
)

func hookRoutes() []route {
	return []route{
		appOperation("GET app/hook/config", getHook),
		appOperation("PATCH app/hook/config", changeHook),
		operation("GET meta", getMeta),
	}
}

// maskedSecret stands for a secret that is set: nobody is told which.
const maskedSecret = "********"

func getHook(q *request) (answer, error) {
	o := object{"url": q.options.WebhookURL, "content_type": "json", "insecure_ssl": "0"}
	if q.app.hookForm {
		o["content_type"] = "form"
	}
	if q.app.hookInsecure {
		o["insecure_ssl"] = "1"
	}
	if q.options.WebhookSecret != "" {
		o["secret"] = maskedSecret
	}
	return okAnswer(o)
}

// changeHook changes what the body names; what was not sent yet goes to the new
// address and is signed with the new secret.
func changeHook(q *request) (answer, error) {
	var asked struct {
		URL         *string `json:"url"`
		ContentType *string `json:"content_type"`
		Secret      *string `json:"secret"`
		InsecureSSL any     `json:"insecure_ssl"` // "0" or "1", or a number
	}
	if err := q.decode(&asked); err != nil {
		return answer{}, err
	}
	if asked.URL != nil && !isWebAddress(*asked.URL) {
		return answer{}, invalidHook("url")
	}
	if asked.ContentType != nil && *asked.ContentType != "json" && *asked.ContentType != "form" {
		return answer{}, invalidHook("content_type")
	}
	insecure := asked.InsecureSSL == "1" || asked.InsecureSSL == 1.0
	if asked.InsecureSSL != nil && !insecure && asked.InsecureSSL != "0" && asked.InsecureSSL != 0.0 {
		return answer{}, invalidHook("insecure_ssl")
	}
	if asked.URL != nil {
		q.options.WebhookURL = *asked.URL
	}
	if asked.ContentType != nil {
		q.app.hookForm = *asked.ContentType == "form"
	}
	if asked.Secret != nil {
		q.options.WebhookSecret = *asked.Secret
	}
	if asked.InsecureSSL != nil {
		q.app.hookInsecure = insecure
	}
	q.announce()
	return getHook(q)
}

func invalidHook(field string) *problem {
	return invalid("Validation Failed", fieldProblem{Resource: "Hook", Field: field, Code: "invalid"})
}

// isWebAddress reports whether a text is an absolute address that a browser or
// a webhook can go to.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// getMeta says where webhooks come from: here from the machine itself or its
// own network, unlike GitHub's.
func getMeta(*request) (answer, error) {
	return answer{status: http.StatusOK, body: object{
		"verifiable_password_authentication": false,
		"hooks":                              []string{"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"},
	}}, nil
}
