-- Whether an instrument may trade. Needs money.lua, clock.lua.

-- A live match trades on a lease that each poll telling of it renews (heard_until of fixture:{id}, by Redis' clock). So nobody has to be
-- alive to notice that the feed is silent: where the lease has run out, prices may be stale.
local function unheard(fixture)
    local until_ms = fixture and redis.call('HGET', 'fixture:' .. fixture, 'heard_until')
    return until_ms and now_ms() > tonumber(until_ms)
end

-- frozen, fixture: what instrument:{id} holds under 'frozen' and 'fixture_id'. Whoever set 'frozen', it holds. Returns nil, or the refusal.
local function halted(frozen, fixture)
    if frozen == '1' or unheard(fixture) then
        return {'refused', 'instrument-frozen'}
    end
    return nil
end
