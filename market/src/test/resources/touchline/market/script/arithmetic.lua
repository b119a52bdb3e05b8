-- For ArithmeticTest alone: lets a test call the fragments' functions.
-- ARGV[1] curve: base, depth, flow, quantity | bps: amount, basis points | div: a, b
-- @include money curve

local a, b, c, d = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if ARGV[1] == 'curve' then
    return {'ok', whole(curve_cost(a, c, d, b)), whole(curve_proceeds(a, c + d, d, b)), whole(curve_price(a, c, b)),
        whole(curve_average(a, c, b))}
elseif ARGV[1] == 'bps' then
    return {'ok', whole(bps_up(a, b))}
end
return {'ok', whole(div(a, b)), whole(ceil_div(a, b))}
