-- The calls that the plan allows in an hour, by entity, counted for the whole cluster by Redis' clock: the feed counts by token, not by node.
-- An hour begins with its first call; once the feed has said when it ends and what is left, that holds where it is less. Which entity a call
-- belongs to is learnt from its first answer; until then it is counted by itself. What the plan allows is learnt from the first answer of an hour.
-- A take that is repeated counts twice, and that is as it should be: the feed may have counted both.
--
-- KEYS[1] feed:entities (call -> entity)   KEYS[2] feed:plan-calls (entity -> calls of the plan in an hour)
-- Also: feed:calls:{entity} (ends, used, left, refused_until).
-- ARGV[1] call   ARGV[2] take | spare | noted | refused | left   ARGV[3] calls in an hour at most
-- spare: as take, but of the entity of livescores/inplay two thirds, for the rest of the hour in proportion, are left
-- noted: ARGV[4] entity   ARGV[5] calls left by the feed   ARGV[6] ms to the end of its hour
-- refused: ARGV[4] ms to be left alone for
-- returns {'ok', ms to wait, 0 to go on} | {'left', calls, ms to the end of the hour, 0 where none has begun}
-- @include money clock

local entities, plans = KEYS[1], KEYS[2]
local call, act, configured, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), now_ms()
local hour, first_answer, live_share = 3600000, 3595000, 2 / 3

-- Deletes a record that another program has overwritten: the feed says all of it again, and an error would keep every node from asking it for ever.
local function forget_unreadable(key)
    if type(redis.pcall('HLEN', key)) == 'table' then
        redis.call('DEL', key)
    end
    return key
end

local function used_of(key)
    return tonumber(redis.call('HGET', key, 'used') or '') or 0
end

forget_unreadable(entities)
forget_unreadable(plans)
local entity = redis.call('HGET', entities, call) or call
local key = forget_unreadable('feed:calls:' .. entity)
if act == 'noted' and entity ~= ARGV[4] then
    redis.call('HSET', entities, call, ARGV[4])
    local by_itself = used_of(key)
    redis.call('DEL', key)
    entity = ARGV[4]
    key = forget_unreadable('feed:calls:' .. entity)
    redis.call('HSET', key, 'used', whole(used_of(key) + by_itself))
end
if act == 'noted' and tonumber(ARGV[6]) >= first_answer then
    -- Where the feed's hour begins a moment before ours ends, what was used belongs to the hour before.
    local last_hour = redis.call('HGET', key, 'ends')
    if last_hour and tonumber(last_hour) - now < 60000 then
        redis.call('HSET', key, 'used', '1')
    end
    redis.call('HSET', plans, entity, whole(tonumber(ARGV[5]) + math.max(1, used_of(key))))
end
local plan = math.min(configured, tonumber(redis.call('HGET', plans, entity) or '') or configured)
local most = math.max(1, math.floor(plan * 0.9))
local kept = plan - most
local b = redis.call('HMGET', key, 'ends', 'used', 'left', 'refused_until')
local ends, left = b[1] and tonumber(b[1]), b[3] and tonumber(b[3])
local used, refused_until = tonumber(b[2] or '') or 0, tonumber(b[4] or '') or 0
-- Neither is further away than an hour, unless the clock was set back or another program has written it.
if ends and ends > now + hour then
    ends = now + hour
    redis.call('HSET', key, 'ends', whole(ends))
end
if refused_until > now + hour then
    refused_until = 0
end
if ends and now >= ends then
    redis.call('DEL', key)
    ends, used, left = nil, 0, nil
    if refused_until > now then
        redis.call('HSET', key, 'refused_until', whole(refused_until)) -- it may be longer than the hour
    end
end
if act == 'left' then
    return {'left', whole(math.max(0, math.min(most - used, left or most))), ends and whole(ends - now) or '0'}
elseif act == 'noted' then
    local until_ms, said = now + tonumber(ARGV[6]), tonumber(ARGV[5]) - kept
    -- An answer that was long under way must not give calls back; one of a new hour of the feed's may.
    if left and ends and math.abs(until_ms - ends) < 60000 then
        said = math.min(left, said)
    end
    redis.call('HSET', key, 'ends', whole(until_ms), 'left', whole(math.max(0, said)))
    redis.call('PEXPIRE', key, 2 * hour)
    return {'ok', '0'}
elseif act == 'refused' then
    redis.call('HSET', key, 'refused_until', whole(now + tonumber(ARGV[4])))
    if not ends then
        redis.call('HSET', key, 'ends', whole(now + hour))
    end
    redis.call('PEXPIRE', key, 2 * hour)
    return {'ok', '0'}
end
if now < refused_until then
    return {'ok', whole(refused_until - now)}
end
local remaining = math.min(most - used, left or most)
if ends and remaining <= 0 then
    return {'ok', whole(ends - now)}
end
local is_live = entity == redis.call('HGET', entities, 'livescores/inplay')
if act == 'spare' and is_live and ends and remaining * hour <= most * live_share * (ends - now) then
    return {'ok', whole(math.min(ends - now, 60000))}
end
redis.call('HSET', key, 'used', whole(used + 1), 'ends', whole(ends or now + hour))
if left then
    redis.call('HSET', key, 'left', whole(left - 1))
end
redis.call('PEXPIRE', key, 2 * hour)
return {'ok', '0'}
