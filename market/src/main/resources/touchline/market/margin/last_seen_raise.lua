-- Stores until when users' positions have been judged. It is only ever raised, so a retry, or a late call, changes nothing. One that is ahead of Redis' clock is lowered: the
-- clock was set back since, and what comes until then has not been judged.
--
-- KEYS: last_seen:{user} of each
-- ARGV[1] until (ms since the epoch)
-- returns {'raised', of how many} | {'shut'}
-- @include clock gate stored_time

local until_ms = ARGV[1]

if shut() then return {'shut'} end
local raised = 0
for _, key in ipairs(KEYS) do
    local before = stored_time(key)
    if not before or before < tonumber(until_ms) or before > now_ms() then
        redis.call('SET', key, until_ms)
        raised = raised + 1
    end
end
return {'raised', tostring(raised)}
