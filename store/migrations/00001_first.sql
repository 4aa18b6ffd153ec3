-- One text for both databases: {id} is a number the database counts up by
-- itself, {bytes} a column of raw bytes, {plain payloads} keeps PostgreSQL from
-- spending more time on compressing payloads than on storing them. Times are microseconds since 1970, 0
-- for none. Wide columns come last, so that reading the others skips them.

CREATE TABLE deliveries (
    id          {id},
    hook_id     BIGINT  NOT NULL,
    guid        TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    ended_at    BIGINT  NOT NULL,
    sha256      {bytes} NOT NULL,
    headers     TEXT    NOT NULL,
    payload     {bytes}
);
{plain payloads}
CREATE UNIQUE INDEX deliveries_guid ON deliveries (guid, hook_id);
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_payload_ended ON deliveries (ended_at) WHERE ended_at > 0 AND payload IS NOT NULL;
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE ended_at > 0;

CREATE TABLE conflicts (
    hook_id     BIGINT  NOT NULL,
    guid        TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    sha256      {bytes} NOT NULL,
    times       BIGINT  NOT NULL,
    received_at BIGINT  NOT NULL,
    headers     TEXT    NOT NULL,
    payload     {bytes},
    PRIMARY KEY (guid, hook_id, event, sha256)
);

CREATE TABLE keys (
    key          TEXT   NOT NULL PRIMARY KEY,
    installation BIGINT NOT NULL,
    wanted       BIGINT NOT NULL,
    done         BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    not_before   BIGINT NOT NULL,
    waiting      TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    floor        BIGINT NOT NULL,
    fence        BIGINT NOT NULL,
    lease_until  BIGINT NOT NULL,
    cause        BIGINT NOT NULL, -- of the wishes that no run has taken up
    taken        BIGINT NOT NULL, -- of those that the present run has, or one before it that failed
    confirm      BIGINT NOT NULL,
    urgent       BIGINT NOT NULL  -- somebody asks for it who need not wait for the pace of its texts
);
CREATE INDEX keys_due ON keys (installation, not_before) WHERE wanted > done AND lease_until = 0;
CREATE INDEX keys_next ON keys (not_before) WHERE wanted > done AND lease_until = 0;
CREATE INDEX keys_leased ON keys (lease_until) WHERE lease_until > 0;

CREATE TABLE members (
    roadmap            TEXT   NOT NULL,
    child              TEXT   NOT NULL,
    installation       BIGINT NOT NULL,
    child_installation BIGINT NOT NULL,
    roadmap_ref        TEXT   NOT NULL,
    child_ref          TEXT   NOT NULL,
    child_repository   TEXT   NOT NULL,
    origin             TEXT   NOT NULL,
    adopted_at         BIGINT NOT NULL,
    seen_at            BIGINT NOT NULL,
    read_at            BIGINT NOT NULL,
    seen_state         TEXT   NOT NULL,
    PRIMARY KEY (roadmap, child)
);
CREATE INDEX members_child ON members (child);
CREATE INDEX members_repository ON members (child_repository);

-- Which issues GitHub says a child waits for, as they were seen last.
CREATE TABLE dependencies (
    blocked  TEXT NOT NULL,
    blocking TEXT NOT NULL,
    PRIMARY KEY (blocked, blocking)
);
CREATE INDEX dependencies_blocking ON dependencies (blocking);

-- What a child's own run knew of it last, as JSON, for its roadmap issues.
CREATE TABLE reports (
    child  TEXT NOT NULL PRIMARY KEY,
    report TEXT NOT NULL
);

-- How new a list issue is known to be; which they are is a setting of their roadmap issues.
CREATE TABLE list_issues (
    id      TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

CREATE TABLE roadmaps (
    installation BIGINT NOT NULL,
    name         TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    ref          TEXT   NOT NULL,
    started      BIGINT NOT NULL,
    PRIMARY KEY (installation, name)
);
CREATE INDEX roadmaps_id ON roadmaps (id);

CREATE TABLE boards (
    installation BIGINT NOT NULL,
    role         TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    owner        TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    PRIMARY KEY (installation, role)
);
CREATE INDEX boards_id ON boards (id);

CREATE TABLE option_changes (
    field   TEXT NOT NULL PRIMARY KEY,
    board   TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX option_changes_board ON option_changes (board);

CREATE TABLE bases (
    object TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (object, name)
);

CREATE TABLE notes (
    object TEXT NOT NULL,
    name   TEXT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (object, name)
);

CREATE TABLE settings (
    issue    TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    because  TEXT   NOT NULL,
    by_id    BIGINT NOT NULL,
    by_login TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (issue, name)
);
CREATE INDEX settings_by_name ON settings (name);

CREATE TABLE touches (
    content  TEXT   NOT NULL,
    board    TEXT   NOT NULL,
    field    TEXT   NOT NULL,
    did      TEXT   NOT NULL,
    by_id    BIGINT NOT NULL,
    by_login TEXT   NOT NULL,
    by_bot   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (content, board, field)
);
CREATE INDEX touches_at ON touches (at);

CREATE TABLE answers (
    issue   TEXT   NOT NULL,
    comment TEXT   NOT NULL,
    by_id   BIGINT NOT NULL,
    digest  TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (issue, comment, digest)
);

CREATE TABLE watermarks (
    issue TEXT   NOT NULL PRIMARY KEY,
    at    BIGINT NOT NULL
);

CREATE TABLE intents (
    id     TEXT   NOT NULL PRIMARY KEY,
    key    TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    target TEXT   NOT NULL,
    state  TEXT   NOT NULL,
    result TEXT   NOT NULL,
    at     BIGINT NOT NULL
);

CREATE TABLE audits (
    id           {id},
    at           BIGINT  NOT NULL,
    installation BIGINT  NOT NULL,
    creates      BIGINT  NOT NULL,
    cause        BIGINT  NOT NULL,
    target       TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    why          TEXT    NOT NULL,
    before       TEXT    NOT NULL,
    after        TEXT    NOT NULL,
    outcome      TEXT    NOT NULL,
    request_id   TEXT    NOT NULL
);
CREATE INDEX audits_installation ON audits (installation, at, creates);
CREATE INDEX audits_target ON audits (target, cause, at);

CREATE TABLE edits (
    object   TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    before   TEXT   NOT NULL,
    after    TEXT   NOT NULL,
    restores BIGINT NOT NULL,
    PRIMARY KEY (object, at)
);

CREATE TABLE overwritten (
    object TEXT   NOT NULL PRIMARY KEY,
    at     BIGINT NOT NULL,
    text   TEXT   NOT NULL,
    before TEXT   NOT NULL,
    after  TEXT   NOT NULL,
    again  BIGINT NOT NULL
);

CREATE TABLE paces (
    object TEXT   NOT NULL PRIMARY KEY,
    last   BIGINT NOT NULL,
    step   BIGINT NOT NULL
);

CREATE TABLE planned (
    key          TEXT   NOT NULL,
    position     BIGINT NOT NULL,
    installation BIGINT NOT NULL,
    upgrade      TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    target       TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (key, position)
);

CREATE TABLE policies (
    installation BIGINT NOT NULL PRIMARY KEY,
    account      TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    commit_sha   TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    last_good    TEXT   NOT NULL,
    problems     TEXT   NOT NULL,
    at           BIGINT NOT NULL
);

CREATE TABLE installations (
    id          BIGINT  NOT NULL PRIMARY KEY,
    account     TEXT    NOT NULL,
    account_id  BIGINT  NOT NULL,
    suspended   BOOLEAN NOT NULL,
    permissions TEXT    NOT NULL,
    synced_at   BIGINT  NOT NULL
);

CREATE TABLE flags (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
