// Package emulator is GitHub in memory: organisations, repositories, issues,
// pull requests, boards and teams, the REST and GraphQL APIs over them, and
// signed webhooks for every change.
//
// An Emulator is an http.Handler and serves a real client over HTTP or, through
// RoundTripper, inside one process. Load describes organisations in YAML; the
// methods named after people's acts (Comment, CloseIssue, SetField …) change
// the state as a person would in the browser. Everything is deterministic: ids
// come from the seed and times from the clock, so the same acts give the same
// state, the same ids and the same deliveries.
//
// The contract is GitHub's: answers have the shape of its OpenAPI description,
// webhooks that of the published payload schemas. What is not emulated answers
// 404 and is logged as such, so that a gap shows.
package emulator
