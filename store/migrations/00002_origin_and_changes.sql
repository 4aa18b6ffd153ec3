-- Which delivery asked for a key last, since when the key waits, and what a
-- withheld write makes different, as JSON. Replicas of the version before write
-- none of these.
ALTER TABLE keys ADD COLUMN delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE planned ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
