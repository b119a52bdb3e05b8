-- Counts a connection of a user in. From none to one is told on user:reconnect, once: a retry finds itself counted already.
-- Connections of a node that has not been heard of for a while are forgotten first.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- ARGV[1] user   ARGV[2] node   ARGV[3] connection   ARGV[4] how long a node is believed without a word from it (ms)
-- returns {'connected', how many there are now} | {'reconnected', likewise}
-- @include presence

redis.call('SET', 'presence:node:' .. ARGV[2], '1', 'PX', ARGV[4])
local before = live_connections(KEYS[1])
redis.call('SADD', KEYS[1], ARGV[2] .. '|' .. ARGV[3])
redis.call('EXPIRE', KEYS[1], 604800) -- what dead nodes leave behind is nobody's to remove
local word = 'connected'
if before == 0 then
    redis.call('PUBLISH', 'user:reconnect', ARGV[1])
    word = 'reconnected'
end
return {word, tostring(redis.call('SCARD', KEYS[1]))}
