-- The outbox: entries that the flusher writes into the book and the stream sends to clients. One function per type of entry; the names of the fields
-- are a contract (docs/redis.md, EntryCodec) and are written only here. Values are text, amounts by whole(). Needs money.lua.
-- @include money clock fields

local last_taken, taken_until -- numbers of entries, where a step takes them together; else nil

-- Appends an entry with its number (`entry`), which `outbox:written` counts: the book keeps the number that it has applied, and a Redis that has written
-- less has lost data.
local function append(stream, ...)
    last_taken = last_taken and last_taken + 1
    redis.call('XADD', stream, '*', 'entry', whole(last_taken or redis.call('HINCRBY', 'outbox:written', stream, '1')), ...)
end

-- Takes the numbers of the entries that a step appends to outbox:trades, at most `count` and none to another stream. The step has to give the rest back before it
-- ends, also where it fails.
local function take_numbers(count)
    taken_until = redis.call('HINCRBY', 'outbox:written', 'outbox:trades', whole(count))
    last_taken = taken_until - count
end

local function give_numbers_back()
    if last_taken < taken_until then
        redis.call('HINCRBY', 'outbox:written', 'outbox:trades', whole(last_taken - taken_until))
    end
    last_taken = nil
end

-- user: whose wallet is sent after the movements of `ledger`, or nil. Money has to have been moved before: wallets are written here.
local function append_trade_entry(reference, now, ledger, user, ...)
    write_wallets()
    local at = time_text(now)
    if user and ledger ~= '' then
        local wallet = wallet_fields(user)
        append('outbox:trades', 'reference', reference, 'at', at, 'ledger', ledger, 'wallet', (wallet[1] or '0') .. ':' .. (wallet[2] or '0'), ...)
    else
        append('outbox:trades', 'reference', reference, 'at', at, 'ledger', ledger, ...)
    end
end

-- Of outbox:trades. `ledger`: the movements of this step, by ledger().

local function outbox_account(user, name, kind, now, ledger)
    append_trade_entry(user, now, ledger, user, 'type', 'account', 'user', user, 'name', name, 'kind', kind)
end

local function outbox_transfer(reference, now, ledger)
    append_trade_entry(reference, now, ledger, nil, 'type', 'transfer')
end

-- Only money moves, and some of it in the user's wallet.
local function outbox_adjustment(user, reference, now, ledger)
    append_trade_entry(reference, now, ledger, user, 'type', 'transfer', 'user', user)
end

-- o: user, instrument, side, quantity, amount, fee, realised, source, held, held_cost (what the user holds afterwards); shares, cost: what the trade adds to the
-- holding, negative where it takes something away; waited: '1' if it waited out the in-play
-- delay, or nil where none may; fixture: of the settlement that sold, or nil; client_id: the user's own id of an order that did not wait, or nil;
-- order_type, limit_price, stop_price and time_in_force of one with a price: order_type is nil of others.
local function outbox_order(id, o, now, ledger)
    local optional = o.waited and {'waited', o.waited} or {}
    if o.fixture then
        optional = {'fixture', o.fixture, unpack(optional)}
    end
    if o.client_id then
        optional = {'client_id', o.client_id, unpack(optional)}
    end
    if o.order_type then
        optional = {'order_type', o.order_type, 'limit_price', o.limit_price, 'stop_price', o.stop_price, 'time_in_force', o.time_in_force, unpack(optional)}
    end
    -- Shares that a settlement has set aside stay in the book's holding, and it may have the only good record of them: they are not written over.
    if type(redis.pcall('HGET', 'set_aside:holding:' .. o.user, o.instrument)) == 'string' then
        optional = {'held_change', whole(o.shares), 'held_cost_change', whole(o.cost), unpack(optional)}
    end
    append_trade_entry(id, now, ledger, o.user, 'type', 'order', 'id', id, 'user', o.user, 'instrument', o.instrument, 'side', o.side,
        'quantity', o.quantity, 'amount', o.amount, 'fee', o.fee, 'realised', o.realised, 'source', o.source,
        'held', o.held, 'held_cost', o.held_cost, unpack(optional))
end

-- ...: the fields of request:{id} that its execution reads, in pairs.
local function outbox_pending(id, kind, user, instrument, execute_at, now, ...)
    append_trade_entry(id, now, '', nil, 'type', 'pending', 'id', id, 'kind', kind, 'user', user, 'instrument', instrument,
        'execute_at', execute_at, ...)
end

-- Whose request it is and what it is about, as far as it says so: fields of an entry, in pairs.
local function owner_of(r)
    local owner = {}
    for field, value in pairs({user = r.user, instrument = r.instrument, client_id = r.client_id, position = r.position}) do
        owner[#owner + 1] = field
        owner[#owner + 1] = value
    end
    return owner
end

-- An opening or a close was executed. r: the fields of request:{id}, as text.
local function outbox_filled(id, r, now)
    append_trade_entry(id, now, '', nil, 'type', 'decided', 'id', id, 'kind', r.kind, 'state', 'FILLED', unpack(owner_of(r)))
end

-- r: the fields of request:{id}, as text; of one that can't be read, some are missing.
local function outbox_rejected(id, r, problem, facts, now)
    append_trade_entry(id, now, '', nil, 'type', 'decided', 'id', id, 'kind', r.kind, 'state', 'REJECTED', 'problem', problem, 'problem_facts', facts,
        unpack(owner_of(r)))
end

-- The state of a request that rests, or whose terms changed or that was cancelled while it waited; with its terms, so that Redis can be rebuilt from them.
-- r: the fields of request:{id}, as text. `terms` are those that say what it is to do, as 'name=value' joined by blanks.
local function outbox_request(id, r, now, ledger)
    local terms = {}
    for _, name in ipairs({'side', 'direction', 'quantity', 'leverage', 'stop', 'take', 'trail', 'worst', 'spread_bps', 'close_out_bps', 'fee_bps', 'limits', 'type', 'limit_price', 'stop_price',
        'tif', 'waits_for', 'trigger_at', 'trigger', 'after_seq', 'after_at', 'trigger_seq', 'trigger_price', 'position', 'client_id', 'at'}) do
        if r[name] and r[name] ~= '' then
            terms[#terms + 1] = name .. '=' .. r[name]
        end
    end
    append_trade_entry(id, now, ledger, r.user, 'type', 'request', 'id', id, 'kind', r.kind, 'state', r.state, 'user', r.user,
        'instrument', r.instrument, 'quantity', (r.quantity or '') ~= '' and r.quantity or '0', 'side', r.side or '', 'position', r.position or '', 'client_id', r.client_id or '', 'order_type', r.type or 'MARKET',
        'limit_price', r.limit_price or '', 'stop_price', r.stop_price or '', 'time_in_force', r.tif or '', 'execute_at', r.execute_at or '',
        'reserved', r.reserved or '0', 'reserved_shares', r.reserved_shares or '0', 'problem', r.problem or '', 'problem_facts', r.problem_facts or '',
        'terms', table.concat(terms, ' '))
end

-- p: the fields of position:{id}, as text.
local function append_position_entry(id, p, now, ledger, ...)
    append_trade_entry(id, now, ledger, p.user, 'id', id, 'user', p.user, 'instrument', p.instrument, 'direction', p.direction, 'quantity', p.quantity,
        'leverage', p.leverage, 'entry_price', p.entry_price, 'margin', p.margin, 'wash_out', p.wash_out, 'levels', p.levels,
        'open_seq', p.open_seq, 'open_tick_at', p.open_tick_at, 'opened_at', p.opened_at, ...)
end

local function outbox_open(id, p, now, ledger)
    append_position_entry(id, p, now, ledger, 'type', 'open')
end

-- p: what stays open. A `close` of the part follows.
local function outbox_split(id, p, part, part_quantity, part_margin, now)
    append_position_entry(id, p, now, '', 'type', 'split', 'part', part, 'part_quantity', part_quantity, 'part_margin', part_margin)
end

local function outbox_amend(id, p, now)
    append_position_entry(id, p, now, '', 'type', 'amend')
end

local function outbox_close(id, p, reason, price, seq, payout, now, ledger)
    append_position_entry(id, p, now, ledger, 'type', 'close', 'reason', reason, 'price', price, 'seq', seq, 'payout', payout)
end

-- Of outbox:ticks.

local function outbox_tick(instrument, seq, price, at)
    append('outbox:ticks', 'type', 'tick', 'instrument', instrument, 'seq', seq, 'price', price, 'at', at)
end

local function outbox_base(instrument, base, below_floor, now)
    append('outbox:ticks', 'type', 'base', 'instrument', instrument, 'base', whole(base), 'below_floor', whole(below_floor), 'at', whole(now))
end

local function outbox_instrument(id, name, team_id, team, position, price, depth, now)
    append('outbox:ticks', 'type', 'instrument', 'instrument', id, 'name', name, 'team_id', team_id, 'team', team, 'position', position,
        'price', price, 'depth', depth, 'at', now)
end

local function outbox_delisted(instrument, now)
    append('outbox:ticks', 'type', 'delisted', 'instrument', instrument, 'at', whole(now))
end

local function outbox_entered(instrument, fixture, match_base_price, now)
    append('outbox:ticks', 'type', 'entered', 'instrument', instrument, 'fixture', fixture, 'match_base_price', match_base_price, 'at', whole(now))
end

local function outbox_frozen(instrument, fixture, why, now)
    append('outbox:ticks', 'type', 'frozen', 'instrument', instrument, 'fixture', fixture, 'why', why, 'at', whole(now))
end

local function outbox_thawed(instrument, fixture, now)
    append('outbox:ticks', 'type', 'thawed', 'instrument', instrument, 'fixture', fixture, 'at', whole(now))
end

-- For subscribers only: whether an instrument trades, and why not. halt: where a halt has changed, the mode of the one that applies now, or 'NONE'; else nil.
local function outbox_trading(instrument, fixture, stopped, why, now, halt)
    local optional = halt and {'halt', halt} or {}
    append('outbox:ticks', 'type', 'trading', 'instrument', instrument, 'fixture', fixture or '', 'frozen', stopped and '1' or '0', 'why', why, 'at', whole(now),
        unpack(optional))
end

-- detail: the event as JSON; bumps: instrument:bps:given,...; owed: whether an instrument that could not be read, or was not in the match yet, is still to be bumped;
-- replaces: its former id, or nil; corrections: its earlier versions as JSON, comma separated.
local function outbox_event(fixture, event, detail, applied, bumps, owed, replaces, corrections, now)
    local optional = owed and {'owed', '1'} or {}
    if replaces then
        optional = {'replaces', replaces, unpack(optional)}
    end
    append('outbox:ticks', 'type', 'event', 'fixture', fixture, 'event', event, 'detail', detail, 'at', whole(now),
        'applied', applied and '1' or '0', 'bumps', bumps, 'corrections', '[' .. corrections .. ']', unpack(optional))
end
