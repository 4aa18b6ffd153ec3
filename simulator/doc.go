// Package simulator plays seeded stories against the whole app: the real
// store, handlers, deciders, gate and GitHub client, with the emulator on the
// other side, in virtual time, in one process and without sockets. It is all
// tests; nothing imports it.
//
// One goroutine drives everything, so a seed gives the same story every time.
// Each step is one thing that happens: a person acts, GitHub delivers a webhook
// (late, twice, in another order, never), the app reads its inbox or works on
// keys, a request fails before or after GitHub did what it asks, the process
// dies at a request, stalls past its lease and goes on beside another replica,
// or time passes. After every step, and more strictly whenever all is quiet,
// GitHub's state is compared with a model that is written from the table of a
// child's states and the merge rule, not from the deciders.
//
// The stories play in a testing/synctest bubble, where the machine's clock stands
// still: no timeout is ever the machine's slowness.
//
// So the board is held to the merge rule: random facts, reviews and blockers among
// them, hands of people with and without the right, cards taken away, archived and
// put back, deliveries lost, doubled and turned round end in what the rule says; a
// further look at everything, and one at the whole board, find nothing to do. What
// the app goes by, because a person has put it on a card, is compared with who had
// the right to that. One story of three has GitHub's automations on its board,
// switched on and off: there a column may also be what one of them has set.
//
// One story is told and not drawn: a whole upgrade, from the issue that people
// open to its end (TestWholeUpgrade). Its acts come in any order within a scene,
// with the same upsets; a table says how every step of the runbook has to end, and
// which way its box may have gone, so that no box flaps.
//
// A failing run prints its seed; UPKEEP_SEED=<seed> plays that one again and
// prints every step, of the whole upgrade too. There are 3,000 steps in
// `go test ./...`, 20,000 and five upgrades in `make test`, a million and fifty
// with UPKEEP_SOAK, and as many steps as UPKEEP_STEPS says.
package simulator
