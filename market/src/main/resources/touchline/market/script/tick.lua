-- Moving an instrument's price. Needs curve.lua, outbox.lua.
-- @include money clock

-- Writes base and flow, and where the price they give differs from the last one makes it a tick: numbered,
-- kept in price_ticks:{id}, in the outbox, and published. i: price, tick_seq and tick_at of now, where the caller has them. Returns price, seq.
local function reprice(id, base, flow, depth, now, i)
    local key = 'instrument:' .. id
    local price = curve_price(base, flow, depth)
    local last = i and {i.price, i.tick_seq, i.tick_at} or redis.call('HMGET', key, 'price', 'tick_seq', 'tick_at')
    local seq = tonumber(last[2])
    if price == tonumber(last[1]) then
        redis.call('HSET', key, 'live_base_price', whole(base), 'net_flow', whole(flow))
        return price, seq
    end
    seq = seq + 1
    local number, text, at = whole(seq), whole(price), time_text(math.max(now, tonumber(last[3]))) -- a clock set back must not reorder the stream
    redis.call('HSET', key, 'live_base_price', whole(base), 'net_flow', whole(flow), 'price', text, 'tick_seq', number, 'tick_at', at)
    redis.call('XADD', 'price_ticks:' .. id, at .. '-' .. number, 'seq', number, 'price', text, 'at', at)
    outbox_tick(id, number, text, at)
    redis.call('PUBLISH', 'price:' .. id, '{"id":"' .. id .. '","seq":' .. number .. ',"price":' .. text .. ',"at":' .. at .. '}')
    return price, seq
end
