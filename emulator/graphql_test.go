package emulator

import "testing"

func TestSchemaBinds(t *testing.T) {
	t.Parallel()
	if _, err := parseSchema(); err != nil {
		t.Fatal(err)
	}
}
