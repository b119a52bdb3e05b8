-- Reads whether this Redis has everything that the book has. Changes nothing.
--
-- KEYS[1] market   KEYS[2] outbox:written   KEYS[3] ids   KEYS[4...] the outbox' streams
-- returns {'state', replication id ('' on a replica), epoch, shut, confirmed, confirmation, highest id given out, '1' where it holds a market,
--   for each stream: entries written, last id ('' each where there is none)}
-- @include recovery/server

local market_key, outbox_written, ids = KEYS[1], KEYS[2], KEYS[3]

local market = redis.call('HMGET', market_key, 'epoch', 'shut', 'confirmed', 'confirmation')
local reply = {'state', primary_id(), market[1] or '', market[2] or '', market[3] or '', market[4] or '', redis.call('GET', ids) or ''}
local holds = redis.call('EXISTS', 'instruments') == 1
local streams = {}
for n = 4, #KEYS do
    local last = ''
    if redis.call('EXISTS', KEYS[n]) == 1 then
        holds = true
        local info = redis.call('XINFO', 'STREAM', KEYS[n])
        for at = 1, #info, 2 do
            if info[at] == 'last-generated-id' then
                last = info[at + 1]
            end
        end
    end
    streams[#streams + 1] = redis.call('HGET', outbox_written, KEYS[n]) or ''
    streams[#streams + 1] = last
end
reply[#reply + 1] = holds and '1' or ''
for _, value in ipairs(streams) do
    reply[#reply + 1] = value
end
return reply
