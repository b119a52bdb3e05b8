-- Raises last_seen of connected users as far as the StopWatch has judged all their open positions: to now if it has judged every tick, otherwise to the last
-- judged tick. A user with a position that can't be read is left out. It is only ever raised, so a retry changes nothing. It ends after some hundred positions; its
-- caller then runs it for the users that are left.
--
-- KEYS[1] stopwatch:watched   Also: last_seen, positions and instruments of the users.
-- ARGV: users
-- returns {'raised', of how many, how many users were looked at} | {'shut'}
-- @include money clock gate stored_time

local watched_offsets = KEYS[1]

if shut() then return {'shut'} end
local POSITIONS_A_RUN = 500
local now, raised, looked_at, seen = now_ms(), 0, 0, 0

-- Up to when every position of a user has been judged. An error where one can't be read, or is no hash.
local function judged_until(user)
    local until_ms = now
    for _, id in ipairs(redis.call('SMEMBERS', 'positions:user:' .. user)) do
        seen = seen + 1
        local p = redis.call('HMGET', 'position:' .. id, 'instrument', 'open_seq', 'open_tick_at')
        if p[1] then
            local seq, at = tonumber(p[2]), tonumber(p[3])
            if not seq or not at then error('unreadable') end
            local watched_at, watched_seq = string.match(redis.call('HGET', watched_offsets, p[1]) or '', '^(%d+)-(%d+)$')
            if watched_seq and tonumber(watched_seq) > seq then
                seq, at = tonumber(watched_seq), tonumber(watched_at)
            end
            if tonumber(redis.call('HGET', 'instrument:' .. p[1], 'tick_seq') or '0') > seq then
                until_ms = math.min(until_ms, at)
            end
        end
    end
    return until_ms
end

for _, user in ipairs(ARGV) do
    if seen >= POSITIONS_A_RUN then break end
    looked_at = looked_at + 1
    local readable, until_ms = pcall(judged_until, user)
    local before = readable and stored_time('last_seen:' .. user)
    if readable and (not before or before < until_ms or before > now) then -- ahead of the clock: it was set back since
        redis.call('SET', 'last_seen:' .. user, whole(until_ms))
        raised = raised + 1
    end
end
return {'raised', tostring(raised), tostring(looked_at)}
