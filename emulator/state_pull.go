package emulator

import "time"

// pull is what a pull request has beyond an issue.
type pull struct {
	id       int64
	draft    bool
	merged   bool
	mergedAt time.Time
	mergedBy *user
	head     string // branch name
	headSHA  string
	baseSHA  string
	mergeSHA string
	closes   []*issue
	reviews  []*review
}

type review struct {
	id     int64
	nodeID string
	author *user
	state  string // approved, changes_requested or commented
	body   string
	at     time.Time
}
