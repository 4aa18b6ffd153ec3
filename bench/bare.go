package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// bare is the least a webhook endpoint can do: it reads the body and checks the signature.
type bare struct{ accepted atomic.Int64 }

// ServeHTTP is part of http.Handler.
func (b *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	given, err := hex.DecodeString(strings.TrimPrefix(r.Header.Get("X-Hub-Signature-256"), "sha256="))
	want := hmac.New(sha256.New, []byte(secret))
	want.Write(body)
	if err != nil || !hmac.Equal(given, want.Sum(nil)) {
		http.Error(w, "the signature is not right", http.StatusUnauthorized)
		return
	}
	b.accepted.Add(1)
	w.WriteHeader(http.StatusAccepted)
}
