// Package upgrade holds the nouns of an upgrade project and the deciders that
// turn facts about GitHub into a plan.
//
// Everything here is pure: no network, no clock, no log, no SQL. A decider is
// one function from its own facts struct to a Plan; the reconcile package
// collects the facts, the gate package carries the plan out. Printing a plan
// is the dry run.
package upgrade
