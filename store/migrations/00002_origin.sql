-- Which delivery asked for a key last, and since when the key waits. Replicas of
-- the version before write neither.
ALTER TABLE keys ADD COLUMN delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE keys ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
