-- Closes one CFD position at the tick that breached it, once, as ticks arrive and by a replay. A second close changes nothing and returns the first one, so a retry is safe.
-- Ticks after the final whistle breach nothing. A position that can't be read is left as it is.
-- A script of its own, as Redis creates every function of a script at each call, and a tick needs a third of those that a user's close needs.
--
-- KEYS[1] position:{id}   KEYS[2] outbox:trades   Also: instrument, ticks, wallet and sets of the position, which only it knows.
-- ARGV[1] position   ARGV[2] reason: STOP_LOSS | WASH_OUT | TAKE_PROFIT   ARGV[3] seq, ARGV[4] price of the tick
-- ARGV[5] lease, ARGV[6] fencing token, or '', ''
-- ARGV[7] id that this tick must have in its stream (at-seq), if it was only published; or ''
-- ARGV[8] how many levels its history had when it was judged
-- ARGV[9] of a trailing stop that the tick reached: the tick after which it applies, and the best price before the tick, as in '7:1020000'; or ''
-- returns {'closed', reason, price, seq, payout, at} | {'already', reason, price, seq, payout, at} | {'fenced'} | {'not-breached'} | {'tick-not-recorded'}
--         | {'unreadable', why} | {'refused', 'not-found' | 'market-over'} | {'shut'}
-- @include money clock outbox ledger gate breach fence closing settlement/readable records fields

local position, id, reason, seq, price = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local lease, token, required_tick, level_count, trailed = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8]), ARGV[9]

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end

-- Whether a tick breaches it for the reason given. Where its levels have changed since it was judged, an earlier tick may have breached the new ones: that it is
-- breached is not said then, and the caller judges it again.
local function is_breached(p)
    local count = p.levels == '' and 0 or select(2, string.gsub(p.levels, ';', ';')) + 1
    if count ~= level_count then
        return false
    end
    local after, best = string.match(trailed, '^(%-?%d+):(%d+)$')
    return seq > tonumber(p.open_seq) and breach(p, seq, price, tonumber(best or ''), tonumber(after or '')) == reason
end

local p = load_closing(id)
if not p.user and redis.call('EXISTS', position) == 0 then
    return not_open(id, '')
end
local unreadable = unreadable_position(p)
if unreadable then
    return {'unreadable', unreadable}
end
local record, why = unwritable_close(p.instrument, p.user)
if record then
    note_unreadable(record, why)
    return redis.error_reply('WRONGTYPE ' .. record .. ': ' .. why) -- the position is not at fault: its close is tried again
end
if seq > (tonumber(close_fields(p.instrument).ft_seq or '') or math.huge) then
    return {'refused', 'market-over'}
end
if not is_breached(p) then
    return {'not-breached'}
end
if required_tick ~= '' and #redis.call('XRANGE', 'price_ticks:' .. p.instrument, required_tick, required_tick) == 0 then
    return {'tick-not-recorded'} -- published by a program that did not record it: a replay would not see it
end
return settle_position(id, p, reason, price, seq, now_ms())
