-- Ends a fixture's settlement: the instruments leave the fixture and trade again, unless a hand or another program has frozen them. They leave at their base price;
-- of a void match at the base with which they entered, so that nothing of it stays in a price. Where the match is still being played, as an admin has forced its
-- settlement, they stay in it and closed until it is over. Refused while anything of it is still held or open, or where it has not been frozen; a second call finds it
-- settled, so a retry is safe.
-- Shares that were set aside, in this match or an earlier one, stay in the flow, and what pays for them in the pool: the house funds it, or is paid, where the base
-- of a void match goes back. set_aside_shares of the instrument says that there are some: it goes once the flow is 0.
--
-- KEYS[1] fixture:{id}   KEYS[2] instruments:fixture:{id}   KEYS[3] accounts   KEYS[4] outbox:trades   KEYS[5] outbox:ticks
-- ARGV[1] fixture   ARGV[2] FULL_TIME | VOID
-- returns {'thawed', how many} | {'settled'} | {'unfinished', instrument} | {'not-frozen'} | {'shut'}
-- @include money curve clock outbox ledger tick gate freeze readable retire records

local fixture_key, instruments, accounts = KEYS[1], KEYS[2], KEYS[3]
local fixture, void = ARGV[1], ARGV[2] == 'VOID'

if shut() then return {'shut'} end
local f = redis.call('HMGET', fixture_key, 'settled', 'settling', 'live')
if f[1] then
    return {'settled'}
end
if not f[2] then
    return {'not-frozen'}
end
local ids = redis.call('SMEMBERS', instruments)
for _, id in ipairs(ids) do
    local i = redis.call('HMGET', 'instrument:' .. id, 'frozen_for', 'net_flow', 'set_aside_shares')
    if i[1] ~= fixture then
        return {'not-frozen'}
    end
    if redis.call('SCARD', 'holders:' .. id) > 0 or redis.call('SCARD', 'positions:instrument:' .. id) > 0 or (i[2] ~= '0' and not i[3]) then
        return {'unfinished', id}
    end
    local record, why = unwritable_tick(id)
    if not record then
        record, why = unreadable_account(id)
    end
    if record then
        note_unreadable(record, why)
        return redis.error_reply('WRONGTYPE ' .. record .. ': ' .. why) -- before anything trades: the settlement is tried again
    end
end
local now, played = now_ms(), f[3] == '1'
for _, id in ipairs(ids) do
    local key = 'instrument:' .. id
    local i = redis.call('HMGET', key, 'live_base_price', 'depth', 'net_flow', 'match_base_price')
    local base, flow, depth = tonumber(i[1]), tonumber(i[3]), tonumber(i[2])
    if void and is_whole(i[4]) then
        local funding = curve_cost(tonumber(i[4]), 0, flow, depth) - curve_cost(base, 0, flow, depth)
        if funding > 0 then
            move('house', 'pool:' .. id, funding, 'void-base')
        elseif funding < 0 then
            move('pool:' .. id, 'house', -funding, 'void-base')
        end
        base = tonumber(i[4])
        redis.call('HSET', key, 'below_floor', '0')
        outbox_base(id, base, 0, now)
    end
    -- Rounding always went the pool's way; what is left of it is the house's.
    local rest = tonumber(redis.call('HGET', accounts, 'pool:' .. id) or '0')
    if rest > 0 and flow == 0 then
        move('pool:' .. id, 'house', rest, 'pool-rest')
    end
    local marks = redis.call('HMGET', key, 'frozen_over', 'frozen_feed')
    redis.call('HDEL', key, 'frozen_for', 'frozen_until', 'frozen_review', 'event_until', 'frozen_feed', 'frozen_over', 'ft_price', 'ft_spot', 'ft_seq', 'ft_judged')
    if flow == 0 then
        redis.call('HDEL', key, 'set_aside_shares')
    end
    local stays = marks[1] == 'kept' or marks[2] == 'kept' or other_reasons(id) > 0 -- a hand or another program has frozen it
    if not stays then
        redis.call('HDEL', key, 'frozen')
    end
    reprice(id, base, flow, depth, now)
    outbox_thawed(id, fixture, now)
    if played then
        if not is_whole(i[4]) then -- it enters with the base that it has
            i[4] = whole(base)
            redis.call('HSET', key, 'match_base_price', i[4])
        end
        outbox_entered(id, fixture, i[4], now)
        freeze_for_end(id, fixture, now)
    else
        redis.call('HDEL', key, 'fixture_id', 'match_base_price')
        redis.call('PUBLISH', 'frozen:' .. id, '{"id":"' .. id .. '","frozen":' .. (stays and 'true,"why":"halted"' or 'false') .. '}')
    end
end
if ledger() ~= '' then
    outbox_transfer('settlement ' .. fixture, now, ledger())
end
if played then
    redis.call('HSET', fixture_key, 'held_since', whole(now))
else
    redis.call('DEL', instruments)
end
redis.call('HDEL', fixture_key, 'settling', 'heard_until', 'heard_at', 'silent', 'over', 'whistle', 'missing')
redis.call('SREM', 'feed:watched', fixture)
redis.call('DEL', 'feed:frozen:' .. fixture)
redis.call('HSET', fixture_key, 'settled', whole(now))
if not played then
    retire(fixture)
end
return {'thawed', whole(#ids)}
