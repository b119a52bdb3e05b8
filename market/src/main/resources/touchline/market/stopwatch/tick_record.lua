-- Records ticks of one instrument that their publisher did not record, so that a replay sees what the StopWatch acts on. Recorded ticks stay as they are,
-- so a retry is safe; all of them are recorded, or none.
--
-- KEYS[1] instrument:{id}   KEYS[2] price_ticks:{id}   KEYS[3] outbox:ticks
-- ARGV[1] lease   ARGV[2] fencing token   ARGV[3] instrument   ARGV[4...] seq, price, at, of consecutive ticks
-- returns {'recorded', id of the last one (at-seq)} | {'other'}: a tick of that number is another, or it can't be taken now | {'fenced'} | {'shut'}
-- @include money outbox clock gate fence

local instrument_key, price_ticks = KEYS[1], KEYS[2]
local lease, token, instrument = ARGV[1], ARGV[2], ARGV[3]
local FIRST = 4 -- of the ticks

if shut() then return {'shut'} end
local refused = fenced(lease, token)
if refused then return refused end
local i = redis.call('HMGET', instrument_key, 'tick_seq', 'tick_at', 'frozen_for', 'price', 'ft_seq')
if not i[1] then
    return {'other'}
end
-- The end of the stream, as far as these ticks may be in it; a longer one is read by others in pages.
local MOST_READ = 250
local read = math.min(MOST_READ, math.max(1, tonumber(i[1]) - tonumber(ARGV[FIRST]) + 2))
local stream = {} -- number -> {id, price}
local top_at, top_seq = 0, 0
for n, entry in ipairs(redis.call('XREVRANGE', price_ticks, '+', '-', 'COUNT', read)) do
    if n == 1 then
        local at, seq = string.match(entry[1], '^(%d+)-(%d+)$')
        top_at, top_seq = tonumber(at), tonumber(seq)
    end
    local tick = {}
    for f = 1, #entry[2], 2 do
        tick[entry[2][f]] = entry[2][f + 1]
    end
    if tick.seq then
        stream[tick.seq] = {entry[1], tick.price}
    end
end

local last = tonumber(i[1])
local missing, place = {}, nil
for n = FIRST, #ARGV, 3 do
    local known = stream[ARGV[n]]
    local seq = tonumber(ARGV[n])
    if known then
        if known[2] ~= ARGV[n + 1] then
            return {'other'}
        end
        place = known[1]
    elseif seq == last + 1 and not i[3] and not i[5] then
        last = seq
        missing[#missing + 1] = n
    elseif seq == last and #missing == 0 and ARGV[n + 1] == i[4] then
        missing[#missing + 1] = n -- the instrument has it, its stream doesn't
    else
        return {'other'}
    end
end
local now = now_ms()
for _, n in ipairs(missing) do
    local seq, price = ARGV[n], ARGV[n + 1]
    local at = math.max(now, tonumber(i[2] or '0'), top_at)
    if at == top_at and tonumber(seq) <= top_seq then
        at = at + 1
    end
    top_at, top_seq = at, tonumber(seq)
    place = whole(at) .. '-' .. seq
    redis.call('HSET', instrument_key, 'price', price, 'tick_seq', seq, 'tick_at', whole(at))
    redis.call('XADD', price_ticks, place, 'seq', seq, 'price', price, 'at', whole(at))
    outbox_tick(instrument, seq, price, whole(at))
end
return {'recorded', place}
