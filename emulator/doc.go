// Package emulator is GitHub in memory: organisations, repositories, issues,
// pull requests, boards, teams and apps, the REST and GraphQL APIs over them,
// the site's pages, and signed webhooks for every change. It keeps GitHub's
// limits when asked to, and misbehaves as GitHub does (package chaos).
//
// An Emulator is an http.Handler and serves a real client over HTTP or, through
// RoundTripper, inside one process. Load describes organisations in YAML; the
// methods named after people's acts (Comment, CloseIssue, SetField …) change
// the state as a person would in the browser. Everything is deterministic: ids
// and what goes wrong come from the seed, times from the clock, so the same acts
// give the same state, the same ids and the same deliveries. Tests make one with New.
//
// The contract is GitHub's: answers have the shape of its OpenAPI description,
// webhooks that of the published payload schemas, and the GraphQL schema is a
// part of GitHub's. What is not emulated answers 404, is logged and listed by
// NotEmulated, so that a gap shows.
//
// # Where things are
//
// A file's first word tells the room, the rest the noun:
//
//	state_*      the nouns
//	change_*     the rules: each change checks rights, changes the state and
//	             emits its webhooks. All ways in end here.
//	acts_*       ways in: people's acts, for tests
//	rest_*       the REST operations, listed by restRoutes
//	graphql_*    the resolvers of schema/*.graphql
//	page_*       the site's pages, with their templates in pages/
//	render_*     the JSON that REST and webhooks share
//	read_*       what tests may look at
//	load_*       YAML in
//	dump_*       YAML out
//	serve_*      what stands between a request and its operation: limits and chaos
//	chaos_*      what chaos needs of the state, such as the world as it was before
//	webhook, delivery_*
//	             who hears of a change; the delivery log and its sending
//
// One mutex guards the state. An operation runs with it held from its first
// read to its last change, so a request sees one state of the world.
package emulator
