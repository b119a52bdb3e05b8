-- Whole-number arithmetic that stays exact below 2^53, where every amount has to stay.

-- The digits of a whole number; tostring keeps 14 of them only. '%.0f' takes several times as long, and so does a number that is given to Redis.
local function whole(x)
    return string.format('%d', x)
end

-- floor(a / b) for 0 <= a < 2^53, b > 0
local function div(a, b)
    return (a - a % b) / b
end

-- ceil(a / b) for 0 <= a < 2^53 - b, b > 0
local function ceil_div(a, b)
    return div(a + b - 1, b)
end

-- ceil(amount x bps / 10000), without the product that would pass 2^53
local function bps_up(amount, bps)
    return div(amount, 10000) * bps + ceil_div((amount % 10000) * bps, 10000)
end
