package emulator

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// misfortune is one request that chaos may strike, on its way.
type misfortune struct {
	*Emulator
	*occasion
	plan *chaos.Plan
	w    http.ResponseWriter
	r    *http.Request
	body []byte
	in   *installation // that asks; nil for the app itself and for people
}

// serveAmidChaos is serveAPI with what chaos makes of it. It never holds the
// mutex while a request hangs or is served.
func (e *Emulator) serveAmidChaos(plan *chaos.Plan, w http.ResponseWriter, r *http.Request, body []byte) {
	o := newOccasion(r, body)
	m := &misfortune{Emulator: e, occasion: o, plan: plan, w: w, r: r.WithContext(context.WithValue(r.Context(), occasionKey{}, o)), body: body}
	var limited, barred bool
	m.in, limited, barred = e.troubled(r)
	switch {
	case limited:
		m.serve(w) // which refuses it
	case barred && o.write:
		m.writeForbidden()
	default:
		draw, due := plan.Next(e.options.Now(), o.asked, o.kinds(m.in != nil)...)
		if !due {
			m.serve(w)
			return
		}
		m.strike(draw)
	}
}

// troubled finds the installation that asks, and what goes wrong for it already.
func (e *Emulator) troubled(r *http.Request) (in *installation, limited, barred bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	by, err := e.authenticate(r)
	if err != nil || by.installation == nil {
		return nil, false, false
	}
	return by.installation, e.limits.Imposed(payerOfInstallation(by.installation)), e.isForbidden(by.installation)
}

// strike does what was drawn.
func (m *misfortune) strike(draw chaos.Draw) {
	switch draw.Kind {
	case chaos.Error:
		m.writeError(m.fresh(), draw)
	case chaos.ErrorAfter:
		m.writeError(m.served().Header(), draw)
	case chaos.HangAfter:
		m.served()
		m.hang()
	case chaos.Hang:
		m.hang()
	case chaos.CutAfter:
		m.served()
		cut()
	case chaos.Cut:
		cut()
	case chaos.Truncate:
		m.truncate(m.served(), draw)
	case chaos.HTML:
		m.writePage(m.served().Header(), http.StatusOK, angryPage)
	case chaos.Limit:
		m.exhaust(payerOfInstallation(m.in), draw.Pick(3) > 0, m.plan.Settings().LimitTime)
		m.serve(m.w)
	case chaos.Forbid:
		m.lose()
	case chaos.BatchFail:
		done := 1 + draw.Pick(len(m.fields)-1)
		m.fate = &fate{refuse: func(place int) error { return m.refusal(place >= done) }}
		m.writeError(m.served().Header(), draw)
	case chaos.BatchPart:
		m.failSome(draw)
	case chaos.QueryPart:
		m.answerPart(m.served(), draw)
	default:
		m.serve(m.w)
	}
}

// serve serves the request as if nothing were.
func (m *misfortune) serve(w http.ResponseWriter) { m.serveAPI(w, m.r, m.body) }

// served serves the request and keeps its answer from the client.
func (m *misfortune) served() *httptest.ResponseRecorder {
	kept := httptest.NewRecorder()
	m.serve(kept)
	return kept
}

// fresh are the headers of a request that is not served.
func (m *misfortune) fresh() http.Header {
	h := http.Header{}
	m.setCommonHeaders(h, m.r)
	return h
}

// hang answers nothing until the client gives up or the time is over, and then
// cuts the connection.
func (m *misfortune) hang() {
	given := m.r.Context().Done()
	if m.options.After == nil {
		if given != nil { // a client that never gives up would hang for ever
			<-given
		}
		cut()
	}
	select {
	case <-given:
	case <-m.options.After(m.plan.Settings().HangTime):
	}
	cut()
}

// cut closes the connection without another word; RoundTripper makes an error of it.
func cut() {
	panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's documented way, and the only one for all its protocols
}

// truncate sends the first part of an answer: either the connection closes
// before the promised length, or all ends well but the JSON.
func (m *misfortune) truncate(whole *httptest.ResponseRecorder, draw chaos.Draw) {
	text := whole.Body.Bytes()
	if len(text) < 2 {
		cut()
	}
	part := text[:1+draw.Pick(len(text)-1)]
	maps.Copy(m.w.Header(), whole.Header())
	promised := draw.Pick(2) == 0
	if promised {
		m.w.Header().Set("Content-Length", decimal(int64(len(text))))
	}
	m.w.WriteHeader(whole.Code)
	_, _ = m.w.Write(part)
	if promised {
		_ = http.NewResponseController(m.w).Flush()
		cut()
	}
}

// lose takes the installation's permission away and refuses the request for that.
func (m *misfortune) lose() {
	m.mu.Lock()
	err := m.forbid(m.in, m.plan.Settings().ForbidTime)
	m.mu.Unlock()
	if err != nil {
		m.options.Log.Error().Err(err).Msg("take a permission away")
	}
	m.writeForbidden()
}

// writeForbidden refuses a write as without the permission: REST with 403,
// GraphQL for each mutation.
func (m *misfortune) writeForbidden() {
	if m.graphql {
		m.fate = &fate{refuse: func(int) error { return forbidden(messageNoAccess) }}
		m.serve(m.w)
		return
	}
	maps.Copy(m.w.Header(), m.fresh())
	m.writeProblem(m.w, m.r, forbidden(messageNoAccess))
}

// failSome lets at least one mutation of the document fail and at least one be done.
func (m *misfortune) failSome(draw chaos.Draw) {
	all := len(m.fields)
	first, some := draw.Pick(all), 1+draw.Pick(all-1)
	m.fate = &fate{refuse: func(place int) error { return m.refusal((place-first+all)%all < some) }}
	m.serve(m.w)
}

// refusal is GitHub's error for a mutation that it cannot say more about.
func (*misfortune) refusal(refused bool) error {
	if !refused {
		return nil
	}
	return &problem{status: http.StatusBadGateway, message: wentWrong}
}

// kept are the headers that are left of an answer that is not sent.
func kept(h http.Header) http.Header {
	left := http.Header{}
	for name, values := range h {
		if name == "Date" || name == "Server" || strings.HasPrefix(name, "X-Github-Request") || strings.HasPrefix(name, "X-Ratelimit-") {
			left[name] = values
		}
	}
	return left
}
