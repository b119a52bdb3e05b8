-- Raises last_seen of users who are connected as far as the StopWatch has judged all they have open: to now where no tick waits for it,
-- otherwise to the last tick before the first that waits. Being connected is not being watched.
-- It is only ever raised, so a retry changes nothing.
--
-- KEYS[1] stopwatch:watched   Besides: last_seen, positions and instruments of the users.
-- ARGV: users
-- returns {'raised', of how many} | {'shut'}
-- @include money clock gate

if shut() then return {'shut'} end
local now, raised = now_ms(), 0
for _, user in ipairs(ARGV) do
    local until_ms = now
    for _, id in ipairs(redis.call('SMEMBERS', 'positions:user:' .. user)) do
        local p = redis.call('HMGET', 'position:' .. id, 'instrument', 'open_seq', 'open_tick_at')
        if p[1] then
            local seq, at = tonumber(p[2]), tonumber(p[3])
            local watched_at, watched_seq = string.match(redis.call('HGET', KEYS[1], p[1]) or '', '^(%d+)-(%d+)$')
            if watched_seq and tonumber(watched_seq) > seq then
                seq, at = tonumber(watched_seq), tonumber(watched_at)
            end
            if tonumber(redis.call('HGET', 'instrument:' .. p[1], 'tick_seq') or '0') > seq then
                until_ms = math.min(until_ms, at)
            end
        end
    end
    local before = tonumber(redis.call('GET', 'last_seen:' .. user) or '')
    if not before or before < until_ms then
        redis.call('SET', 'last_seen:' .. user, whole(until_ms))
        raised = raised + 1
    end
end
return {'raised', tostring(raised)}
