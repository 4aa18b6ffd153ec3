package emulator

import (
	"net/http"
	"net/url"
	"strings"
)

// notice is one sentence that the next page shows once: what a form has done, or why not.
type notice struct {
	Text    string
	Refused bool
}

const (
	// noticeCookie names the cookie that carries the notice to the next page.
	noticeCookie = "emulator_notice"
	maxNotice    = 400 // characters, far below what a cookie takes
)

func (n notice) cookie() *http.Cookie {
	text := []rune(n.Text)
	values := url.Values{"text": {string(text[:min(len(text), maxNotice)])}}
	if n.Refused {
		values.Set("refused", "yes")
	}
	return pageCookie(noticeCookie, url.QueryEscape(values.Encode()))
}

// noticeOf is the notice that a request brings along; the zero notice if there is none.
func noticeOf(r *http.Request) notice {
	held, err := r.Cookie(noticeCookie)
	if err != nil {
		return notice{}
	}
	plain, err := url.QueryUnescape(held.Value)
	if err != nil {
		return notice{}
	}
	values, err := url.ParseQuery(plain)
	if err != nil {
		return notice{}
	}
	return notice{Text: values.Get("text"), Refused: values.Get("refused") != ""}
}

// noticeSeen takes the notice away.
func noticeSeen() *http.Cookie {
	gone := pageCookie(noticeCookie, "") //nolint:gosec // not Secure: see pageCookie
	gone.MaxAge = -1
	return gone
}

// pageCookie is a cookie of the pages. None holds a secret, and the emulator is
// mostly served without TLS.
func pageCookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // not Secure: see above
}

// reason is a refusal as people read it: the fields at fault say more than the message.
func (p *problem) reason() string {
	said := []string{p.message}
	for _, f := range p.errors {
		switch {
		case f.Message != "":
			said = append(said, f.Message)
		case f.Code == "missing_field":
			said = append(said, f.Field+" is missing")
		default:
			said = append(said, f.Field+" is "+f.Code)
		}
	}
	return strings.Join(said, ": ")
}
