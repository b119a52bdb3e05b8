-- Notes until when users' positions have been judged. It is only ever raised, so a retry, or a late one, changes nothing.
--
-- KEYS: last_seen:{user} of each
-- ARGV[1] until (ms since the epoch)
-- returns {'raised', of how many} | {'shut'}
-- @include gate

if shut() then return {'shut'} end
local raised = 0
for _, key in ipairs(KEYS) do
    local before = tonumber(redis.call('GET', key) or '')
    if not before or before < tonumber(ARGV[1]) then
        redis.call('SET', key, ARGV[1])
        raised = raised + 1
    end
end
return {'raised', tostring(raised)}
