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
// So the board is held to the merge rule: random facts, hands of people with and
// without the right, cards taken away and put back, deliveries lost, doubled and
// turned round end in what the rule says, and a further look at everything
// writes nothing. What the app goes by, because a person has put it on a card, is
// compared with who had the right to that. The automations of boards are not
// played here.
//
// A failing run prints its seed; UPKEEP_SEED=<seed> plays that one again and
// prints every step. There are 5,000 steps in `go test ./...`, 20,000 in
// `make test`, a million with UPKEEP_SOAK, and as many as UPKEEP_STEPS says.
package simulator
