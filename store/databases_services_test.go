//go:build services

package store_test

import "github.com/upkeep-app/upkeep/store/pgtest"

func databases() []database {
	return append(localDatabases(), database{"postgres", pgtest.Start})
}
