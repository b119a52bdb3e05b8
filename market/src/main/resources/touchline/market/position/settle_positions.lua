-- Closes positions in one instrument for a settlement, each as position_close.lua closes it. Several in a run: half of a close is the start of its script.
-- What is not plain is left to position_close.lua: a position that is gone, can't be read or can't be paid out, ticks that are not judged yet, and a settlement
-- that does not hold the instrument any more.
--
-- KEYS[1] instrument:{id}   KEYS[2] outbox:trades   Also: position:{id} of each, and the wallets and sets of their users, which only they know.
-- ARGV[1] instrument   ARGV[2] fixture   ARGV[3] FULL_TIME | VOID   ARGV[4], ARGV[5], ... positions
-- returns {'settled', and of each position in turn: 'closed' | 'left', reason, price, seq, payout, at} | {'shut'}
-- @include money clock outbox ledger gate breach closing settlement/readable records fields

local instrument, fixture, reason = ARGV[1], ARGV[2], ARGV[3]
local LEFT = {'left', '', '', '', '', ''}

if shut() then return {'shut'} end

local i = not unwritable_close(instrument) and close_fields(instrument)
local is_held = i and i.frozen_for == fixture and is_judged(i)

local closed, shares = {}, {LONG = 0, SHORT = 0}
local price, price_text, seq_text
if is_held then
    price = tonumber(i.ft_price)
    price_text, seq_text = whole(price), whole(tonumber(i.ft_seq))
end

local function close(id)
    local p = load_closing(id, true)
    if p.instrument ~= instrument or unreadable_position(p) then
        return LEFT
    end
    if redis.pcall('SREM', 'positions:user:' .. p.user, id) ~= 1 then -- the first write: where the set is none, nothing has changed
        return LEFT
    end
    if reason == 'VOID' then
        price = tonumber(p.entry_price)
        price_text = whole(price)
    end
    local q = tonumber(p.quantity)
    new_ledger()
    local done = pay_out(id, p, q, reason, price, price_text, seq_text, now_ms())
    closed[#closed + 1] = id
    shares[p.direction] = shares[p.direction] + q
    return done
end

local reply = {'settled'}

local function close_all()
    for n = 4, #ARGV do
        local values = is_held and close(ARGV[n]) or LEFT
        for at = 1, #values do
            reply[#reply + 1] = values[at]
        end
    end
end

if not is_held then
    close_all() -- leaves them
    return reply
end
-- Once for all of them, and of those before a failure too.
take_numbers(#ARGV - 3)
gather_accounts()
local ok, failure = pcall(close_all)
give_numbers_back()
write_accounts()
take_off(instrument, closed, shares.LONG, shares.SHORT)
return ok and reply or error(failure, 0)
