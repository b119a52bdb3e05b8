-- The book: what happened in Redis, durably. Money and prices are whole ten-thousandths of a coin.
-- Everything but fixtures, squads and settlements is written by the flusher alone, from the outbox, exactly once.

CREATE TABLE instruments (
    id               bigint PRIMARY KEY,              -- Sportmonks' player id
    name             text    NOT NULL,
    team_id          bigint  NOT NULL,
    team             text    NOT NULL,
    position         text    NOT NULL,
    depth            bigint  NOT NULL CHECK (depth > 0),
    live_base_price  bigint  NOT NULL CHECK (live_base_price > 0),
    below_floor      bigint  NOT NULL DEFAULT 0,      -- what bumps took beyond the floor, owed back first
    price            bigint  NOT NULL CHECK (price > 0),
    tick_seq         bigint  NOT NULL DEFAULT 0,
    tick_at          bigint  NOT NULL DEFAULT 0,      -- ms since epoch of the last tick
    frozen           boolean NOT NULL DEFAULT false,
    frozen_for       bigint,                          -- the fixture whose settlement froze it
    fixture_id       bigint,
    match_base_price bigint,                          -- what bumps of the fixture are basis points of
    listed_at        timestamptz NOT NULL
);
CREATE INDEX instruments_by_team ON instruments (team_id);
CREATE INDEX instruments_by_fixture ON instruments (fixture_id) WHERE fixture_id IS NOT NULL;

CREATE TABLE squad_players (
    team_id       bigint NOT NULL,
    player_id     bigint NOT NULL,
    player_name   text   NOT NULL,
    team_name     text   NOT NULL,
    position      text   NOT NULL,
    jersey_number int,
    synced_at     timestamptz NOT NULL,
    left_at       timestamptz,
    PRIMARY KEY (team_id, player_id)
);

CREATE TABLE fixtures (
    id              bigint PRIMARY KEY,
    league_id       bigint NOT NULL,
    name            text   NOT NULL,
    kick_off        timestamptz NOT NULL,
    state_id        int    NOT NULL,                  -- as the feed numbers it
    state           text   NOT NULL,                  -- the same in letters: NS, FT, ...
    phase           text   NOT NULL CHECK (phase IN ('UPCOMING', 'LIVE', 'FINISHED', 'VOID', 'UNKNOWN')),
    went_live       boolean NOT NULL DEFAULT false,
    home_team_id    bigint,
    home_team       text,
    away_team_id    bigint,
    away_team       text,
    home_goals      int    NOT NULL DEFAULT 0,
    away_goals      int    NOT NULL DEFAULT 0,
    home_penalties  int,
    away_penalties  int,
    minute          int,
    over_since      timestamptz,                      -- since when every poll has shown it finished or void
    polled_at       timestamptz NOT NULL
);
CREATE INDEX fixtures_by_kick_off ON fixtures (kick_off);

CREATE TABLE match_events (
    fixture_id        bigint NOT NULL,
    event_id          bigint NOT NULL,
    type_id           int    NOT NULL,
    participant_id    bigint,
    player_id         bigint,
    related_player_id bigint,
    minute            int,
    extra_minute      int,
    rescinded         boolean NOT NULL,
    applied           boolean NOT NULL,               -- false: it came after settlement, so it is shown only
    bumps             text   NOT NULL,                -- instrument:basis points, comma separated, as they stand
    detail            jsonb  NOT NULL,                -- the event as the feed last told it
    changes           int    NOT NULL DEFAULT 1,
    first_at          timestamptz NOT NULL,
    at                timestamptz NOT NULL,
    PRIMARY KEY (fixture_id, event_id)
);

CREATE TABLE price_ticks (
    instrument_id bigint NOT NULL,
    seq           bigint NOT NULL,
    price         bigint NOT NULL CHECK (price > 0),
    at            bigint NOT NULL,                    -- ms since epoch, as in price_ticks:{id}
    PRIMARY KEY (instrument_id, seq)
);

CREATE TABLE users (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('HUMAN', 'BOT')),
    created_at timestamptz NOT NULL
);

CREATE TABLE wallets (
    user_id text PRIMARY KEY,
    cash    bigint NOT NULL CHECK (cash >= 0),
    held    bigint NOT NULL CHECK (held >= 0)
);

-- house, fees, bots, mint and one pool:{instrument} each
CREATE TABLE accounts (
    name    text PRIMARY KEY,
    balance bigint NOT NULL
);

CREATE TABLE ledger_entries (
    outbox_id text   NOT NULL,
    line      int    NOT NULL,
    debit     text   NOT NULL,                        -- the account the money leaves
    credit    text   NOT NULL,
    amount    bigint NOT NULL CHECK (amount > 0),
    kind      text   NOT NULL,
    reference text   NOT NULL,
    user_id   text,
    at        timestamptz NOT NULL,
    PRIMARY KEY (outbox_id, line),
    CHECK (debit <> credit)
);
CREATE INDEX ledger_entries_by_user ON ledger_entries (user_id, at DESC) WHERE user_id IS NOT NULL;

CREATE TABLE orders (
    id            bigint PRIMARY KEY,
    user_id       text   NOT NULL,
    instrument_id bigint NOT NULL,
    side          text   NOT NULL CHECK (side IN ('BUY', 'SELL')),
    quantity      bigint NOT NULL CHECK (quantity > 0),
    amount        bigint NOT NULL CHECK (amount >= 0),
    fee           bigint NOT NULL CHECK (fee >= 0),
    realised      bigint NOT NULL DEFAULT 0,          -- of a sale: proceeds less fee less what the shares cost
    source        text   NOT NULL CHECK (source IN ('USER', 'FULL_TIME', 'VOID')),
    fixture_id    bigint,
    at            timestamptz NOT NULL
);
CREATE INDEX orders_by_user ON orders (user_id, id DESC);
CREATE UNIQUE INDEX one_system_sale_per_holding ON orders (fixture_id, instrument_id, user_id) WHERE source <> 'USER';

CREATE TABLE spot_holdings (
    user_id       text   NOT NULL,
    instrument_id bigint NOT NULL,
    quantity      bigint NOT NULL CHECK (quantity > 0),
    cost          bigint NOT NULL CHECK (cost >= 0),
    PRIMARY KEY (user_id, instrument_id)
);
CREATE INDEX spot_holdings_by_instrument ON spot_holdings (instrument_id);

CREATE TABLE cfd_positions (
    id            bigint PRIMARY KEY,
    user_id       text   NOT NULL,
    instrument_id bigint NOT NULL,
    direction     text   NOT NULL CHECK (direction IN ('LONG', 'SHORT')),
    quantity      bigint NOT NULL CHECK (quantity > 0),
    leverage      int    NOT NULL CHECK (leverage >= 1),
    entry_price   bigint NOT NULL CHECK (entry_price > 0),
    margin        bigint NOT NULL CHECK (margin > 0),
    wash_out      bigint NOT NULL,                    -- the price that washes it out; 0 where none can
    levels        text   NOT NULL,                    -- 'seq:stop:take' joined by ';', each from the tick after seq
    open_seq      bigint NOT NULL,                    -- it is judged by ticks after this one
    open_tick_at  bigint NOT NULL,                    -- that tick's time, ms since epoch (0 where none)
    opened_at     timestamptz NOT NULL,
    closed_at     timestamptz,
    close_price   bigint,
    close_seq     bigint,                             -- the tick it was judged by or, otherwise, the last before the close
    close_reason  text CHECK (close_reason IN ('USER', 'STOP_LOSS', 'TAKE_PROFIT', 'WASH_OUT', 'FULL_TIME', 'VOID', 'OPERATOR')),
    payout        bigint CHECK (payout >= 0),
    CHECK ((closed_at IS NULL) = (close_price IS NULL) AND (closed_at IS NULL) = (close_reason IS NULL)
           AND (closed_at IS NULL) = (payout IS NULL) AND (closed_at IS NULL) = (close_seq IS NULL))
);
CREATE INDEX cfd_positions_by_user ON cfd_positions (user_id, id DESC);
CREATE INDEX cfd_positions_open ON cfd_positions (instrument_id) WHERE closed_at IS NULL;
CREATE INDEX cfd_positions_open_users ON cfd_positions (user_id) WHERE closed_at IS NULL;

-- One row a fixture: a second settlement is a conflict, not a case.
CREATE TABLE fixture_settlements (
    fixture_id   bigint PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('FULL_TIME', 'VOID')),
    step         text NOT NULL CHECK (step IN ('FREEZE', 'REPLAY', 'SELL_SPOT', 'CLOSE_CFDS', 'THAW', 'DONE')),  -- the step to do next
    attempts     int  NOT NULL DEFAULT 0,
    last_error   text,
    requested_at timestamptz NOT NULL,
    started_at   timestamptz,
    settled_at   timestamptz
);
CREATE TABLE fixture_settlement_prices (
    fixture_id    bigint NOT NULL REFERENCES fixture_settlements,
    instrument_id bigint NOT NULL,
    price         bigint NOT NULL,                    -- open CFDs close at it
    spot_price    bigint NOT NULL,                    -- every share is sold at it
    seq           bigint NOT NULL,
    PRIMARY KEY (fixture_id, instrument_id)
);

CREATE TABLE weekly_spins (
    week        text PRIMARY KEY,                     -- 2026-W47
    winner      text,
    candidates  text[] NOT NULL,
    seed        text NOT NULL,
    seed_hash   text NOT NULL,
    drawn_at    timestamptz NOT NULL
);

CREATE TABLE bot_personas (
    user_id  text PRIMARY KEY,
    name     text   NOT NULL,
    strategy text   NOT NULL,
    budget   bigint NOT NULL,
    seed     bigint NOT NULL
);

CREATE TABLE jwks_cache (
    issuer     text PRIMARY KEY,
    keys       jsonb NOT NULL,
    fetched_at timestamptz NOT NULL
);

CREATE TABLE outbox_offsets (
    stream     text PRIMARY KEY,
    last_id    text   NOT NULL,
    applied    bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO outbox_offsets (stream, last_id) VALUES ('outbox:trades', '0-0'), ('outbox:ticks', '0-0');

CREATE TABLE outbox_dead_letters (
    stream    text NOT NULL,
    outbox_id text NOT NULL,
    entry     jsonb NOT NULL,
    error     text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, outbox_id)
);

-- Both stores keep the same epoch; a Redis without it has lost its data and must be rebuilt.
CREATE TABLE market_epoch (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch  bigint NOT NULL
);

-- Tokens that only grow, and outlive Redis.
CREATE SEQUENCE fencing_tokens;
