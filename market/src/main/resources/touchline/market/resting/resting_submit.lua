-- Takes an order or an opening with a price or a stop: fills it, lets it rest, or, while its match is live, queues it until the delay has passed.
-- With an idempotency key a retry gets the first answer, a refusal too; nothing is written before every check has passed.
--
-- KEYS[1] instrument:{id}   KEYS[2] wallet:{user}   KEYS[3] outbox:trades   KEYS[4] ids   Also: the keys of a fill.
-- ARGV[1] idempotency key (its Redis key), or ''   ARGV[2] fingerprint of the body   ARGV[3] deadline (ms by Redis' clock), or ''
-- ARGV[4] in-play delay (ms), 0 none   ARGV[5...] the fields of the request (resting.lua), in pairs
-- returns as accept of resting.lua
-- @include money curve clock outbox ledger tick gate freeze backlog idempotency resting/resting

local key, fingerprint, deadline, delay_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local closed = shut()
if closed then return closed end
local before = answered(key, fingerprint)
if before then return before end
local late = expired(deadline) or behind()
if late then return late end

local r = {fixture = '', events = '0'}
for n = 5, #ARGV, 2 do
    r[ARGV[n]] = ARGV[n + 1]
end
-- client_used: '1' if the book has an order with the user's own id (client_id); Redis knows those of the last day.
local client_order, used = r.client_id and 'client_order:' .. r.user .. ':' .. r.client_id, r.client_used == '1'
r.client_used = nil
if client_order and (used or redis.call('EXISTS', client_order) == 1) then
    return answer(key, fingerprint, {'refused', 'client-order-id-used'})
end
local done = accept(r, now_ms(), nil, tonumber(delay_ms))
if client_order and done[1] ~= 'refused' then
    redis.call('SET', client_order, done[2], 'EX', 86400)
end
return answer(key, fingerprint, done)
