package config

import (
	"crypto/hkdf"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

func (l *loader) appID() int64 {
	text := l.values[appID]
	if text == "" {
		return 0
	}
	id, err := strconv.ParseUint(text, 10, 63)
	if err != nil || id == 0 {
		l.wrong(appID, "must be the app's id, a whole number above 0")
	}
	return int64(id)
}

func (l *loader) webhookSecret() string {
	text := l.values[webhookSecret]
	switch {
	case text != strings.TrimSpace(text):
		l.wrong(webhookSecret, "starts or ends with white space")
	case strings.Contains(text, ","):
		l.wrong(webhookSecret, "must not have a comma")
	}
	return text
}

// minKeyBits is the shortest key that crypto/rsa signs with.
const minKeyBits = 1024

// privateKey gives the key in one form whatever it was given in, and a marker
// key derived from it.
func (l *loader) privateKey() (key, derived Secret) {
	text := l.values[privateKey]
	if text == "" {
		return Secret{}, Secret{}
	}
	parsed, err := parsePrivateKey(text)
	if err != nil {
		l.wrong(privateKey, "%w", err)
		return Secret{}, Secret{}
	}
	if parsed.N.BitLen() < minKeyBits {
		l.wrong(privateKey, "is a key of %d bits; at least %d are needed", parsed.N.BitLen(), minKeyBits)
		return Secret{}, Secret{}
	}
	der := x509.MarshalPKCS1PrivateKey(parsed)
	marker, err := hkdf.Key(sha256.New, der, nil, "upkeep marker key", sha256.Size)
	if err != nil {
		l.wrong(privateKey, "gives no marker key: %w", err)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: der})
	return NewSecret(string(block)), NewSecret(string(marker))
}

// parsePrivateKey reads a key given as PEM, as PEM with \n for its line ends
// (as some .env files need it), or as the path of a file with PEM.
func parsePrivateKey(text string) (*rsa.PrivateKey, error) {
	if !strings.Contains(text, "-----BEGIN") {
		content, err := readSmallFile(text)
		if err != nil {
			return nil, fmt.Errorf("is neither a PEM text nor a file that can be read: %w", err)
		}
		text = content
	}
	text = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n").Replace(text)
	block, _ := pem.Decode([]byte(strings.TrimSpace(text) + "\n"))
	if block == nil {
		return nil, errors.New("holds no complete PEM block")
	}
	return parseBlock(block)
}

func parseBlock(block *pem.Block) (*rsa.PrivateKey, error) {
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "":
		return nil, errors.New("is protected by a passphrase")
	case block.Type == "RSA PRIVATE KEY":
		key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
		if err != nil {
			return nil, errors.New("holds a damaged RSA key")
		}
		return key, nil
	case block.Type == "PRIVATE KEY":
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, errors.New("holds a damaged key")
		}
		if key, isRSA := key.(*rsa.PrivateKey); isRSA {
			return key, nil
		}
		return nil, errors.New("is not an RSA key, as those of GitHub Apps are")
	}
	return nil, errors.New("is not a private key")
}

// minMarkerKey is the least number of bytes a marker key has.
const minMarkerKey = 16

// markerKeys reads the keys, current first.
func (l *loader) markerKeys(derived Secret) []Secret {
	text := l.values[markerKeys]
	if text == "" {
		return []Secret{derived}
	}
	var keys []Secret
	for i, part := range strings.Split(text, ",") {
		key := NewSecret(strings.TrimSpace(part))
		if n := len(key.Reveal()); n < minMarkerKey {
			l.wrong(markerKeys, "has a key number %d of %d bytes; at least %d are needed", i+1, n, minMarkerKey)
		}
		if slices.ContainsFunc(keys, key.Equal) {
			l.wrong(markerKeys, "has key number %d twice", i+1)
		}
		keys = append(keys, key)
	}
	return keys
}

// maxFile is the most that is read of a key or settings file, in bytes.
const maxFile = 64 << 10

// readSmallFile reads a text file. Its errors do not name the path, because
// what was meant to be a path may be a secret set in the wrong form.
func readSmallFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", withoutPath(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return "", withoutPath(err)
	}
	if len(content) > maxFile {
		return "", fmt.Errorf("the file is larger than %d bytes", maxFile)
	}
	return string(content), nil
}

func withoutPath(err error) error {
	if withPath, ok := errors.AsType[*fs.PathError](err); ok {
		return withPath.Err
	}
	return err
}
