-- Adds a connection of a user. The first one is published on user:reconnect, once: a retry finds it added.
-- Connections of nodes that have expired are removed first.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- ARGV[1] user   ARGV[2] node   ARGV[3] connection   ARGV[4] for how long a node counts as alive without a heartbeat (ms)
-- returns {'connected', how many there are now} | {'reconnected', likewise}
-- @include presence

local presence = KEYS[1]
local user, node, connection, node_ttl_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

redis.call('SET', 'presence:node:' .. node, '1', 'PX', node_ttl_ms)
local before = live_connections(presence)
redis.call('SADD', presence, node .. '|' .. connection)
redis.call('EXPIRE', presence, 604800) -- nothing else removes what dead nodes leave
local word = 'connected'
if before == 0 then
    redis.call('PUBLISH', 'user:reconnect', user)
    word = 'reconnected'
end
return {word, tostring(redis.call('SCARD', presence))}
