package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"strings"
)

// oauthPages sign people in, for the app: the page that asks them, and the
// address where the app turns their code into a token.
func oauthPages() []pageRoute {
	return []pageRoute{
		onPage("GET login/oauth/authorize", askForSignIn),
		onPage("POST login/oauth/authorize", decideSignIn),
		onPage("POST login/oauth/access_token", giveUserToken),
	}
}

// signInRequest is what the app sends the browser here with.
type signInRequest struct {
	ClientID, Back, State, Login, Challenge, Method string
	back                                            string // where the browser goes afterwards
}

// signInRequest reads and checks the request. Its error is shown here, as the
// address to go back to cannot be trusted then.
func (v *visit) signInRequest(from url.Values) (signInRequest, error) {
	asked := signInRequest{
		ClientID: from.Get("client_id"), Back: from.Get("redirect_uri"), State: from.Get("state"), Login: from.Get("login"),
		Challenge: from.Get("code_challenge"), Method: from.Get("code_challenge_method"),
	}
	switch {
	case v.app == nil || asked.ClientID != v.app.clientID:
		return asked, notFound()
	case len(v.app.callbacks) == 0:
		return asked, invalid("The app has no callback URL, so nobody can sign in with it.")
	case asked.Back == "":
		asked.back = v.app.callbacks[0]
	case contains(v.app.callbacks, asked.Back):
		asked.back = asked.Back
	default:
		return asked, invalid("Be careful! The redirect_uri is not associated with this application.")
	}
	return asked, nil
}

// refusal is why the app's request cannot be met, which goes back to the app; "" when it can.
func (asked signInRequest) refusal() signInProblem {
	if asked.Challenge != "" && asked.Method != "S256" {
		return unhashedProof
	}
	return ""
}

// authorizeData is the page that asks a person.
type authorizeData struct {
	signInRequest
	App     string
	Choices []string
}

func askForSignIn(v *visit) (screen, error) {
	asked, err := v.signInRequest(v.http.URL.Query())
	if err != nil {
		return screen{}, err
	}
	if refused := asked.refusal(); refused != "" {
		return asked.goBack(refused.values())
	}
	d := authorizeData{signInRequest: asked, App: v.app.name}
	if suggested := v.findUser(asked.Login); suggested != nil && !suggested.bot {
		d.Choices = []string{suggested.login}
	} else {
		d.Choices = v.choices()
	}
	s, err := shows("authorize", "Sign in to "+v.app.name, d)
	s.leadsTo = originOf(asked.back)
	return s, err
}

// choices are the people to sign in as, the acting one first.
func (v *visit) choices() []string {
	var all []string
	if v.user != nil {
		all = append(all, v.user.login)
	}
	for _, u := range v.people() {
		if u != v.user {
			all = append(all, u.login)
		}
	}
	return all
}

func decideSignIn(v *visit) (screen, error) {
	asked, err := v.signInRequest(v.form)
	if err != nil {
		return screen{}, err
	}
	refused := asked.refusal()
	if v.posted("cancel") != "" {
		refused = accessDenied
	}
	if refused != "" {
		return asked.goBack(refused.values())
	}
	u := v.findUser(v.posted("as"))
	if u == nil || u.bot {
		return screen{}, notFound()
	}
	code := v.allowSignIn(signInCode{user: u, back: asked.Back, challenge: asked.Challenge})
	return asked.goBack(url.Values{"code": {code}})
}

// goBack leads the browser to the app, with the state it came with.
func (asked signInRequest) goBack(with url.Values) (screen, error) {
	if asked.State != "" {
		with.Set("state", asked.State)
	}
	return screen{location: withQuery(asked.back, with)}, nil
}

func (p signInProblem) values() url.Values {
	return url.Values{
		"error": {string(p)}, "error_description": {p.Error()},
		"error_uri": {"https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors"},
	}
}

// withQuery adds values to the query of an address.
func withQuery(address string, values url.Values) string {
	to, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	query := to.Query()
	for name := range values {
		query.Set(name, values.Get(name))
	}
	to.RawQuery = query.Encode()
	return to.String()
}

// originOf is the scheme and host of an address, as a content security policy names it.
func originOf(address string) string {
	to, err := url.Parse(address)
	if err != nil || strings.ContainsAny(to.Host, " ;,'\"") {
		return ""
	}
	return to.Scheme + "://" + to.Host
}

// giveUserToken answers the app itself, in JSON if it says so, else as a form.
func giveUserToken(v *visit) (screen, error) {
	asked, err := v.tokenParameters()
	if err != nil {
		return screen{}, err
	}
	held, err := v.userTokenFor(asked)
	values := map[string]any{}
	if refused, is := errors.AsType[signInProblem](err); is {
		for name, value := range refused.values() {
			values[name] = value[0]
		}
	} else {
		values = map[string]any{
			"access_token": held.text, "expires_in": int(userTokenLife.Seconds()), "refresh_token": held.refresh,
			"refresh_token_expires_in": int(refreshLife.Seconds()), "token_type": "bearer", "scope": "",
		}
	}
	if strings.Contains(v.http.Header.Get("Accept"), "json") {
		text, err := json.Marshal(values)
		return screen{file: text, fileType: "application/json; charset=utf-8"}, err
	}
	form := url.Values{}
	for name, value := range values {
		form.Set(name, fmt.Sprint(value))
	}
	return screen{file: []byte(form.Encode()), fileType: "application/x-www-form-urlencoded; charset=utf-8"}, nil
}

// tokenParameters are those of the request, from its query and a body of either form.
func (v *visit) tokenParameters() (url.Values, error) {
	asked := v.http.URL.Query()
	for name := range v.form {
		asked.Set(name, v.form.Get(name))
	}
	if kind, _, _ := mime.ParseMediaType(v.http.Header.Get("Content-Type")); kind != "application/json" {
		return asked, nil
	}
	var body map[string]any
	if err := json.NewDecoder(v.http.Body).Decode(&body); err != nil {
		return nil, badRequest("Problems parsing JSON")
	}
	for name, value := range body {
		if text, is := value.(string); is {
			asked.Set(name, text)
		}
	}
	return asked, nil
}

func (v *visit) userTokenFor(asked url.Values) (*userToken, error) {
	if v.app == nil || asked.Get("client_id") != v.app.clientID || asked.Get("client_secret") != v.app.clientSecret {
		return nil, badClient
	}
	switch asked.Get("grant_type") {
	case "refresh_token":
		return v.renew(asked.Get("refresh_token"))
	case "", "authorization_code":
		return v.signIn(asked.Get("code"), asked.Get("redirect_uri"), asked.Get("code_verifier"))
	default:
		return nil, badGrant
	}
}
