-- For BreachRuleTest alone. ARGV: direction, levels, wash-out, seq, price, best price of the ticks before and the tick after which it counts, or '', ''.
-- returns {reason or 'none'}
-- @include breach
local p = {direction = ARGV[1], levels = ARGV[2], wash_out = ARGV[3]}
return {breach(p, tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])) or 'none'}
