-- Thaws instruments whose freeze after a match event has ended, and returns the requests that are due. Both by Redis' clock; a retry finds nothing more to
-- thaw. The flag stays if there is another reason for it.
--
-- KEYS[1] waiting   KEYS[2] thaws (instrument by when its freeze ends)
-- ARGV[1] at most how many
-- returns {'due', ms until the next is due ('' none), how many wait, how late the first is (ms), thawed, id, ...} | {'shut'}
-- @include money clock outbox gate freeze

local waiting, thaws = KEYS[1], KEYS[2]
local most = ARGV[1]

if shut() then return {'shut'} end
local now = now_ms()
local thawed = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', thaws, '-inf', whole(now), 'LIMIT', 0, most)) do
    local key = 'instrument:' .. id
    redis.call('ZREM', thaws, id)
    if redis.call('HEXISTS', key, 'frozen_until') == 1 then
        redis.call('HDEL', key, 'frozen_until', 'frozen_review', 'event_until')
        if other_reasons(id) == 0 then
            redis.call('HDEL', key, 'frozen')
            tell(id, redis.call('HGET', key, 'fixture_id'), false, '', now)
        end
        thawed = thawed + 1
    end
end

local first = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')
local until_next = first[1] and whole(math.max(0, tonumber(first[2]) - now)) or ''
local late = first[1] and whole(math.max(0, now - tonumber(first[2]))) or '0'
local reply = {'due', until_next, whole(redis.call('ZCARD', waiting)), late, whole(thawed)}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', waiting, '-inf', whole(now), 'LIMIT', 0, most)) do
    reply[#reply + 1] = id
end
return reply
