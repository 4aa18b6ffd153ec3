package emulator

import "net/http"

// Watcher gets all that an Emulator says, as it says it and from several
// goroutines, so that a test can hold every word to GitHub's descriptions.
type Watcher interface {
	// Answer gets an answer of the REST API. The path is the request's, without its query.
	Answer(method, path string, status int, header http.Header, body []byte)
	// Delivery gets a webhook's payload and the event it is of.
	Delivery(event string, payload []byte)
}

// watchedAnswer keeps what is written through it.
type watchedAnswer struct {
	http.ResponseWriter
	status int
	body   []byte
}

// WriteHeader is part of http.ResponseWriter.
func (w *watchedAnswer) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write is part of http.ResponseWriter.
func (w *watchedAnswer) Write(text []byte) (int, error) {
	w.body = append(w.body, text...)
	return w.ResponseWriter.Write(text)
}
