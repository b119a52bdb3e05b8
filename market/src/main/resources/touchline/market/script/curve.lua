-- The price curve: price(flow) = base x (1 + flow / depth). Needs money.lua.
-- Exact for base <= 10^9, depth <= 10^6 and 0 <= flow <= depth / 2.

-- The marginal price, rounded half up.
local function curve_price(base, flow, depth)
    return div(2 * base * (depth + flow) + depth, 2 * depth)
end

-- What buying q shares from flow f costs, base x q + base x (2fq + q^2) / (2 depth):
-- its whole part, and the rest in parts of 2 x depth.
local function curve_integral(base, f, q, depth)
    local x = 2 * f * q + q * q
    local rest = base * (x % (2 * depth))
    return base * q + base * div(x, 2 * depth) + div(rest, 2 * depth), rest % (2 * depth)
end

local function curve_cost(base, f, q, depth)
    local amount, rest = curve_integral(base, f, q, depth)
    if rest > 0 then
        amount = amount + 1
    end
    return amount
end

-- What selling q shares at flow f yields.
local function curve_proceeds(base, f, q, depth)
    local amount = curve_integral(base, f - q, q, depth)
    return amount
end

-- The average of the curve from 0 to flow, rounded down: what everyone gets at full time.
local function curve_average(base, flow, depth)
    return base + div(base * flow, 2 * depth)
end
