package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Identity is who the app is on GitHub. GitHub may be unreachable at the
// start, so it is kept in the database and learnt anew with every resync.
type Identity struct {
	app atomic.Pointer[ghclient.App]
}

// LoadIdentity reads what an earlier run has learnt; nothing is no error.
func LoadIdentity(ctx context.Context, s *store.Store) (*Identity, error) {
	identity := &Identity{}
	return identity, identity.load(ctx, s)
}

// load takes over what another process has learnt, as long as this one knows nothing.
func (i *Identity) load(ctx context.Context, s *store.Store) error {
	if i.app.Load() != nil {
		return nil
	}
	text, err := s.Flag(ctx, store.FlagApp)
	if err != nil {
		return fmt.Errorf("read the app's identity: %w", err)
	}
	if text == "" {
		return nil
	}
	var app ghclient.App
	if err := json.Unmarshal([]byte(text), &app); err != nil {
		return fmt.Errorf("decode the app's identity: %w", err)
	}
	i.app.CompareAndSwap(nil, &app)
	return nil
}

// save keeps what GitHub told. It does not tell the bot's user id while every
// installation is suspended; the id never changes.
func (i *Identity) save(ctx context.Context, s *store.Store, app ghclient.App) error {
	if known := i.app.Load(); known != nil && known.ID == app.ID && app.BotUserID == 0 {
		app.BotUserID = known.BotUserID
	}
	text, err := json.Marshal(app)
	if err != nil {
		return fmt.Errorf("encode the app's identity: %w", err)
	}
	i.app.Store(&app)
	return s.SetFlag(ctx, store.FlagApp, string(text))
}

// BotUserID is the numeric id of the account that the app writes as; 0 while it is not known.
func (i *Identity) BotUserID() int64 {
	if app := i.app.Load(); app != nil {
		return app.BotUserID
	}
	return 0
}

// Login is the login of that account; empty while it is not known.
func (i *Identity) Login() string {
	if app := i.app.Load(); app != nil {
		return app.Slug + "[bot]"
	}
	return ""
}

// Marker signs the app's texts, so that they can be found again without the database.
type Marker struct {
	Keys  [][]byte // the first signs, all verify
	AppID int64
}

// Mark is the hidden line for a text.
func (m Marker) Mark(object upgrade.NodeID, purpose string) string {
	return say.Marker(m.Keys, m.AppID, string(object), purpose)
}

// Purpose is the purpose of a text that the app has signed for the object.
func (m Marker) Purpose(object upgrade.NodeID, text string) (string, bool) {
	return say.Purpose(m.Keys, m.AppID, string(object), text)
}
