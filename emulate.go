package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// emulation is what `upkeep emulate` is told.
type emulation struct {
	orgs                                     []string
	addr, webhookURL, webhookSecret, keyFile string
	seed                                     int64
	chaos, limits                            string
	dump                                     string
}

func emulateCommand() *cobra.Command {
	var e emulation
	cmd := &cobra.Command{
		Use: "emulate", Short: "Serve an emulated GitHub from a YAML file that describes organisations", Args: exactly(0),
		Long: `Emulate serves GitHub's issues and projects from memory: REST, GraphQL, pages to look at and act on,
and signed webhooks for every change. The file's format is described at Load in package emulator; demo/organisation.yml
is an example. A person's token is "user:" and the login; the app's private key is written to --key.

  upkeep emulate --org demo/organisation.yml --chaos github --limits github`,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.serve(cmd) },
	}
	cmd.Flags().StringArrayVar(&e.orgs, "org", nil, "the YAML file; may be given several times, a dump first")
	cmd.Flags().StringVar(&e.addr, "addr", "127.0.0.1:9090", "the address to listen on")
	cmd.Flags().StringVar(&e.webhookURL, "webhook-url", "http://127.0.0.1:8080/api/github/hook", "where webhooks are sent")
	cmd.Flags().StringVar(&e.webhookSecret, "webhook-secret", "", "the secret that signs them; they are not signed without one")
	cmd.Flags().StringVar(&e.keyFile, "key", "upkeep-emulated.pem", "the file for the app's private key; read if it is there")
	cmd.Flags().Int64Var(&e.seed, "seed", 1, "decides all ids and what goes wrong")
	cmd.Flags().StringVar(&e.dump, "dump", "", "the file for the whole state when the server ends, to be loaded with --org; it is at /emulator/dump before")
	cmd.Flags().StringVar(&e.chaos, "chaos", "", "what goes wrong: "+chaosUsage()+"; the file's when empty")
	cmd.Flags().StringVar(&e.limits, "limits", "", "GitHub's rate limits: off, github, or strict, which also logs each crossing as an error; the file's when empty, else off")
	return cmd
}

// chaosUsage says what a flag for chaos takes.
func chaosUsage() string {
	return strings.Join(chaos.Presets(), ", ") + ", or rates and parameters such as storm,lost=0,lag-time=20s"
}

func (e emulation) serve(cmd *cobra.Command) error {
	if len(e.orgs) == 0 {
		return usageError{errors.New("--org is needed: the YAML file that describes the organisations")}
	}
	wrong, err := chaos.Parse(e.chaos)
	if err != nil {
		return usageError{err}
	}
	limits, err := ratelimit.ParseMode(cmp.Or(e.limits, "off"))
	if err != nil {
		return usageError{err}
	}
	key, err := os.ReadFile(e.keyFile)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read the app's key: %w", err)
	}
	listener, err := listen(cmd.Context(), e.addr, "--addr")
	if err != nil {
		return err
	}
	log := zerolog.New(cmd.ErrOrStderr()).With().Timestamp().Logger()
	github := emulator.Create(emulator.Options{
		Seed: e.seed, Now: time.Now, AuthNow: time.Now, After: time.After, AppKey: key, WebURL: "http://" + listener.Addr().String(),
		WebhookURL: e.webhookURL, WebhookSecret: e.webhookSecret,
		OnLimit: func(c ratelimit.Crossing) { log.Error().Stringer("crossing", c).Msg("the limits are strict") },
		Log:     log,
	})
	if err := e.load(github); err != nil {
		return err
	}
	if e.chaos != "" {
		github.SetChaos(wrong)
	}
	if e.limits != "" {
		github.SetLimits(limits)
	}
	whereKey, err := e.writeKey(github, key)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Open http://%[1]s in a browser. GitHub's API is at http://%[1]s/api/v3 and http://%[1]s/api/graphql; %s.\nReplay with --seed %d --chaos %s --limits %s\n",
		listener.Addr(), whereKey, e.seed, github.Chaos(), github.Limits())
	if err != nil {
		return err
	}
	return errors.Join(serveGitHub(cmd.Context(), github, listener), e.writeDump(github))
}

func (e emulation) load(github *emulator.Emulator) error {
	for _, name := range e.orgs {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the organisations: %w", err)
		}
		if err := github.Load(text); err != nil {
			return fmt.Errorf("load %s: %w", name, err)
		}
	}
	return nil
}

// writeKey writes the app's key unless it was read, and says where it is. A
// GitHub without an app makes one from a manifest, with a key of its own.
func (e emulation) writeKey(github *emulator.Emulator, read []byte) (where string, err error) {
	if app, _ := github.AppClient(); app == "" {
		return "there is no app yet", nil
	}
	if len(read) == 0 {
		key, err := github.AppKey()
		if err != nil {
			return "", fmt.Errorf("make the app's key: %w", err)
		}
		if err := os.WriteFile(e.keyFile, key, 0o600); err != nil {
			return "", fmt.Errorf("write the app's key: %w", err)
		}
	}
	return "the app's key is in " + e.keyFile, nil
}

// writeDump writes the state into the file of --dump, whole or not at all.
func (e emulation) writeDump(github *emulator.Emulator) error {
	if e.dump == "" {
		return nil
	}
	text, err := github.Dump()
	if err != nil {
		return err
	}
	if err := replaceFile(e.dump, text); err != nil {
		return fmt.Errorf("write the dump: %w", err)
	}
	return nil
}

// replaceFile writes a file that only its owner reads, by renaming a new one.
func replaceFile(name string, text []byte) error {
	made, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = made.Write(text)
	if err = errors.Join(err, made.Sync(), made.Close()); err == nil {
		err = os.Rename(made.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(made.Name()))
	}
	return nil
}

// serveGitHub serves the emulator and sends its webhooks until ctx ends.
func serveGitHub(ctx context.Context, github *emulator.Emulator, listener net.Listener) error {
	server := &http.Server{Handler: github, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	err := github.Run(ctx)
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, server.Close(), ignoreClosed(<-served))
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
