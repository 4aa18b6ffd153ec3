//go:build services

package contract_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

const (
	jsonType = "application/json; charset=utf-8"

	hookConfig   = `{"url": "https://upkeep.example.org/api/github/hook", "content_type": "json", "secret": "********", "insecure_ssl": "0"}`
	notFoundBody = `{"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}`
	fileBody     = `{
		"type": "file", "encoding": "base64", "size": 5, "name": "upkeep.yml", "path": "a/upkeep.yml", "content": "bW9kZQ==",
		"sha": "3d21ec53a331a6f037a91c368710b99387d012c1",
		"url": "https://api.github.com/x", "git_url": null, "html_url": null, "download_url": null,
		"_links": {"git": null, "self": "https://api.github.com/x", "html": null}}`
)

func TestRESTResponse(t *testing.T) {
	t.Parallel()
	checker := contract.REST(t)
	tests := []struct {
		name, method, path string
		status             int
		contentType, body  string
		want               string // part of the error; empty when the answer is right
	}{
		{"right answer", "GET", "/app/hook/config", 200, jsonType, hookConfig, ""},
		{"enterprise path and query", "GET", "/api/v3/app/hook/config?x=1", 200, jsonType, hookConfig, ""},
		{"field of a wrong type", "GET", "/app/hook/config", 200, jsonType, `{"url": 7}`, "/url"},
		{"value that is no address", "GET", "/app/hook/config", 200, jsonType, `{"url": "not an address"}`, "/url"},
		{"required field missing", "POST", "/app/installations/5/access_tokens", 201, jsonType, `{"token": "ghs_x"}`, "expires_at"},
		{"null where null is allowed", "GET", "/repos/o/r/contents/a/upkeep.yml", 200, jsonType, fileBody, ""},
		{"null where it is not", "GET", "/repos/o/r/contents/a/upkeep.yml", 200, jsonType, strings.Replace(fileBody, `"size": 5`, `"size": null`, 1), "/size"},
		{"no JSON", "GET", "/app/hook/config", 200, jsonType, `{"url"`, "decode body"},
		{"referenced answer", "GET", "/repos/o/r/issues/1", 404, jsonType, notFoundBody, ""},
		{"wrong referenced answer", "GET", "/repos/o/r/issues/1", 404, jsonType, `{"message": 1}`, "/message"},
		{"undocumented status", "GET", "/repos/o/r/issues/1", 418, jsonType, `{}`, "status is not documented"},
		{"undocumented path", "GET", "/repos/o/r/issue/1", 200, jsonType, `{}`, "path is not documented"},
		{"too long a path", "GET", "/app/hook/config/more", 200, jsonType, `{}`, "path is not documented"},
		{"empty parameter", "GET", "/repos/o//issues/1", 404, jsonType, notFoundBody, "path is not documented"},
		{"undocumented method", "PATCH", "/repos/o/r", 200, jsonType, `{}`, "repos/{owner}/{repo}"},
		{"unknown method", "TRACE", "/app", 200, jsonType, `{}`, "TRACE for /app: this method is not documented"},
		{"undocumented content type", "GET", "/app/hook/config", 200, "text/html", hookConfig, "text/html is not documented"},
		{"no content type", "GET", "/app/hook/config", 200, "", hookConfig, "Content-Type"},
		{"empty body", "DELETE", "/repos/o/r/issues/comments/1", 204, "", "", ""},
		{"body where there is none", "DELETE", "/repos/o/r/issues/comments/1", 204, jsonType, "{}", "this body is not documented"},
		{"fixed text before a parameter", "GET", "/repos/o/r/issues/comments", 200, jsonType, "[]", ""},
		{"parameter before fixed text", "GET", "/repos/o/r/issues/7", 200, jsonType, "[]", "object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			if tt.contentType != "" {
				header.Set("Content-Type", tt.contentType)
			}
			wantError(t, checker.Response(tt.method, tt.path, tt.status, header, []byte(tt.body)), tt.want)
		})
	}
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && err == nil:
		t.Errorf("accepted, want an error with %q", want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("error %v, want one with %q", err, want)
	}
}
