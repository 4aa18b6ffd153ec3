package config_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/config"
)

// Dragging a card to Done closes nothing unless the policy says so.
func TestParsePolicyCloseOnDone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"boards: {maintenance: 51}":                                 false,
		"boards: {maintenance: {number: 51, close_on_done: false}}": false,
		"boards: {maintenance: {number: 51, close_on_done: true}}":  true,
	} {
		policy, problems := config.ParsePolicy("openedx", []byte(text))
		if len(problems) > 0 || policy.Maintenance.CloseOnDone != want {
			t.Errorf("%s: %t, want %t; problems %v", text, policy.Maintenance.CloseOnDone, want, problems)
		}
	}
	_, problems := config.ParsePolicy("openedx", []byte("boards: {maintenance: {number: 51, close_on_done: perhaps}}"))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "must be false or true") {
		t.Errorf("problems %v", problems)
	}
}

// Who sets a board up is a word, and people unless the policy says otherwise.
func TestParsePolicySetUp(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"boards: {maintenance: 51}":                                false,
		"boards: {maintenance: {number: 51, setup: instructions}}": false,
		"boards: {maintenance: {number: 51, setup: write}}":        true,
	} {
		policy, problems := config.ParsePolicy("openedx", []byte(text))
		if len(problems) > 0 || policy.Maintenance.SetUp != want {
			t.Errorf("%s: %t, want %t; problems %v", text, policy.Maintenance.SetUp, want, problems)
		}
	}
	_, problems := config.ParsePolicy("openedx", []byte("boards: {maintenance: {number: 51, setup: yes}}"))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "must be instructions or write") {
		t.Errorf("problems %v", problems)
	}
}
