-- Comparisons that may have opened the market on a server of Redis. One that the server has refused for certain is deleted: it opened nothing. A server that was
-- open before all that are left is still the market's.
CREATE TABLE market_confirmations (
    number bigint      PRIMARY KEY,
    server text        NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
);
INSERT INTO market_confirmations (number, server) SELECT confirmation, max(confirmed_server) FROM outbox_offsets GROUP BY confirmation;

-- By a trigger, so that comparisons by nodes of the version before are there too.
CREATE FUNCTION market_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO market_confirmations (number, server) VALUES (NEW.confirmation, NEW.confirmed_server) ON CONFLICT DO NOTHING;
    DELETE FROM market_confirmations WHERE number < NEW.confirmation - 1000;
    RETURN NULL;
END $$;
CREATE TRIGGER market_confirmed AFTER UPDATE OF confirmation ON outbox_offsets
    FOR EACH ROW WHEN (OLD.confirmation IS DISTINCT FROM NEW.confirmation) EXECUTE FUNCTION market_confirmed();
