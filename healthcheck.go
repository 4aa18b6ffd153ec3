package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
)

// healthTime is how long a server that is alive may take to say so.
const healthTime = 3 * time.Second

func healthcheckCommand() *cobra.Command {
	return &cobra.Command{
		Use: "healthcheck", Short: "Ask the server on this machine whether it is alive", Args: exactly(0),
		Long: "Healthcheck asks the server that listens on UPKEEP_ADDR, on this machine or in this\ncontainer, whether it is alive; it is for images that hold nothing else to ask with. Its\nexit code is 0 or 1.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			address, err := config.Addr(os.Getenv)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), healthTime)
			defer cancel()
			if err := askHealth(ctx, address); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "alive")
			return err
		},
	}
}

// askHealth asks the server that listens on an address for /healthz. To dial an
// address without a host, or that of all interfaces, is to dial this machine.
func askHealth(ctx context.Context, address string) error {
	url := "http://" + address + "/healthz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return fmt.Errorf("ask %s: %w", url, err)
	}
	// Without proxies: the server is on this machine.
	client := &http.Client{Transport: &http.Transport{}}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, answer.Status)
	}
	return nil
}
