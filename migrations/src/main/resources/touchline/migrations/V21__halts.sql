-- Halts of trading, by operators and by the circuit breaker. `version` rises with each change: a node that applies an older reading to Redis is refused.
CREATE SEQUENCE market_halt_versions;
CREATE TABLE market_halts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope      text NOT NULL,                       -- market, fixture:7, team:9, instrument:5
    mode       text NOT NULL CHECK (mode IN ('BUYING', 'EVERYTHING', 'CLOSE_ONLY')),
    cause      text NOT NULL CHECK (cause IN ('OPERATOR', 'CIRCUIT_BREAKER')),
    reason     text NOT NULL,
    halted_by  text NOT NULL,
    halted_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at    timestamptz,
    lifted_at  timestamptz,
    lifted_by  text,
    version    bigint NOT NULL DEFAULT nextval('market_halt_versions')
);
CREATE UNIQUE INDEX market_halts_in_force ON market_halts (scope) WHERE lifted_at IS NULL;
CREATE INDEX market_halts_by_version ON market_halts (version);
