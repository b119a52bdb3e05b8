-- The price before the first tick, from which changes are measured. Null if the first tick is older than this column, or a node of an earlier version listed the player.
ALTER TABLE instruments ADD COLUMN listed_price bigint CHECK (listed_price > 0);
UPDATE instruments SET listed_price = price WHERE tick_seq = 0;
