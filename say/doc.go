// Package say holds every sentence the app says on GitHub.
//
// Texts are Markdown. What people wrote (names, commands, options) comes in
// as Quoted alone and goes out as code, so that no mention, reference, link,
// closing keyword or command of theirs comes alive in what the app says.
// Live finds what would come alive in a text, whoever wrote it, and Marker
// signs the app's own texts, so that it finds them again.
//
// Everything here is pure: the same facts give the same bytes, which is what
// keeps a text that is already there from being written again.
package say
