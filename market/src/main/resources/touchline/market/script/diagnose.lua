-- After a script has failed: finds the first record that it touches and that is not what the market wrote, and names it in `set_aside`. A second call finds
-- the same.
--
-- KEYS: the keys of the failed script   Also: what belongs to the instruments, users and positions among them.
-- returns {'unreadable', record, why} | {'readable'}
-- @include gate records position/load

local COMMON = {'accounts', 'hash', 'ids', 'string', 'outbox:written', 'hash', 'outbox:applied', 'hash', 'outbox:trades', 'stream', 'outbox:ticks', 'stream',
    'waiting', 'zset', 'waiting:orders', 'zset', 'waiting:triggered', 'zset', 'thaws', 'zset', 'stopwatch:watched', 'hash', 'instruments', 'set',
    'halts', 'hash', 'halts:breaker', 'string', 'halts:tripped', 'hash'}
local TYPES = {
    event_bumps = 'hash', events = 'list', fixture = 'hash', holders = 'set', holding = 'hash', holding_cost = 'hash', instrument = 'hash', position = 'hash', presence = 'set',
    ['positions:instrument'] = 'set', ['positions:user'] = 'set', price_ticks = 'stream', request = 'hash', wallet = 'hash',
}

local function type_of(key)
    return TYPES[string.match(key, '^(%a+:%a+):') or ''] or TYPES[string.match(key, '^([%a_]+):') or '']
end

local function of_instrument(id)
    local record, why = wrong_type({'instrument:' .. id, 'hash', 'price_ticks:' .. id, 'stream', 'holders:' .. id, 'set',
        'positions:instrument:' .. id, 'set', 'flows:' .. id, 'zset'})
    if record then
        return record, why
    end
    local fixture = redis.call('HGET', 'instrument:' .. id, 'fixture_id')
    record, why = wrong_type(fixture and {'fixture:' .. fixture, 'hash'} or {})
    if record then
        return record, why
    end
    why = redis.call('EXISTS', 'instrument:' .. id) == 1 and unreadable_instrument(id)
    if why then
        return 'instrument ' .. id, why
    end
    record, why = unreadable_account(id)
    if record then
        return record, why
    end
    return nil
end

local function of_position(id)
    local record, why = wrong_type({'position:' .. id, 'hash', 'closed_position:' .. id, 'hash', 'closing:' .. id, 'string'})
    local closing = not record and redis.call('GET', 'closing:' .. id)
    if closing then
        record, why = wrong_type({'request:' .. closing, 'hash'})
    end
    if record then
        return record, why
    end
    local p = load_position(id)
    why = p and unreadable_position(p)
    if why then
        return 'position ' .. id, why
    end
    return nil
end

local function of_user(user)
    local record, why = wrong_type({'wallet:' .. user, 'hash', 'holding:' .. user, 'hash', 'holding_cost:' .. user, 'hash',
        'positions:user:' .. user, 'set', 'waiting:user:' .. user, 'set'})
    if record then
        return record, why
    end
    why = redis.call('EXISTS', 'wallet:' .. user) == 1 and unreadable_wallet(user)
    if why then
        return 'wallet ' .. user, why
    end
    for _, key in ipairs({'holding:' .. user, 'holding_cost:' .. user}) do
        for field, value in pairs(load_fields(key) or {}) do
            if not is_whole(value) then
                return 'holding ' .. user .. ' of ' .. field, 'it is no whole number'
            end
        end
    end
    for _, id in ipairs(redis.call('SMEMBERS', 'positions:user:' .. user)) do
        record, why = of_position(id)
        if record then
            return record, why
        end
    end
    return nil
end

local function of_key(key)
    local expected = type_of(key)
    local record, why = wrong_type(expected and {key, expected} or {})
    if record then
        return record, why
    end
    local instrument, user = string.match(key, '^instrument:(.+)$'), string.match(key, '^wallet:(.+)$')
    local position = string.match(key, '^position:(.+)$')
    if position then
        record, why = of_position(position)
        if record then
            return record, why
        end
        local p = redis.call('HMGET', key, 'instrument', 'user')
        instrument, user = p[1], p[2]
    end
    if instrument then
        record, why = of_instrument(instrument)
    end
    if user and not record then
        record, why = of_user(user)
    end
    return record, why
end

local record, why = wrong_type(COMMON)
for _, key in ipairs(KEYS) do
    if not record then
        record, why = of_key(key)
    end
end
if not record then
    return {'readable'}
end
if not shut() then
    note_unreadable(record, why)
end
return {'unreadable', record, why}
