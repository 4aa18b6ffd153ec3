// Package chaos decides what goes wrong on an emulated GitHub, and when.
//
// Settings say how often each kind of fault happens; they are written as one
// flag, such as "storm,lost=0", or in YAML. A Plan is made of settings and a
// seed and answers one question: what happens to this request, to this
// delivery? The answer depends on the seed, on what is asked and on how often
// that was asked before, and on nothing else: so the same story meets the same
// faults again, however its requests interleave, and each kind of fault has a
// series of its own, which switching another kind off does not move.
//
// The package only decides. Doing it is the business of whoever asks, so it
// knows neither HTTP nor the emulator.
package chaos
