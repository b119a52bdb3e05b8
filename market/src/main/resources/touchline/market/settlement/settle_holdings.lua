-- Sells the holdings of several users in an instrument for a settlement, each as system_sell.lua sells it: the start of a script costs more than a sale.
-- What is not plain is left to system_sell.lua: a user without shares, what can't be read, and a settlement that does not hold the instrument any more.
--
-- KEYS[1] instrument:{id}   KEYS[2] holders:{instrument}   KEYS[3] accounts   KEYS[4] outbox:trades   KEYS[5] ids
-- Also: holding:{user}, holding_cost:{user} and wallet:{user} of each.
-- ARGV[1] fixture   ARGV[2] instrument   ARGV[3] FULL_TIME | VOID   ARGV[4], ARGV[5], ... users
-- returns {'settled', and of each user in turn: 'sold' | 'left'} | {'shut'}
-- @include money outbox ledger gate readable selling records

local instrument_key, holders, accounts, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local fixture, instrument, kind = ARGV[1], ARGV[2], ARGV[3]

if shut() then return {'shut'} end

local i = redis.pcall('HMGET', instrument_key, 'frozen_for', 'ft_spot', 'net_flow')
local pool = redis.pcall('HGET', accounts, 'pool:' .. instrument) or '0'
local is_held = i[1] == fixture and is_whole(i[2]) and is_whole(i[3]) and type(pool) == 'string' and is_whole(pool)
    and not wrong_type({'outbox:written', 'hash', 'outbox:trades', 'stream', 'ids', 'string', holders, 'set'})
    and not unreadable_account(instrument)

local reply = {'settled'}
for n = 4, #ARGV do
    reply[n - 2] = 'left'
end
if not is_held then
    return reply
end

local price, balance = tonumber(i[2]), tonumber(pool)
local flow = tonumber(i[3])
local sold = {}
local last_id = redis.call('INCRBY', ids, whole(#ARGV - 3)) - (#ARGV - 3)

local function sell_all()
    for n = 4, #ARGV do
        local user = ARGV[n]
        local quantity, cost = redis.pcall('HGET', 'holding:' .. user, instrument), redis.pcall('HGET', 'holding_cost:' .. user, instrument)
        if type(quantity) == 'string' and type(cost) == 'string' and quantity ~= '0' and is_whole(quantity) and is_whole(cost) and not unreadable_wallet(user) then
            last_id = last_id + 1
            local q, amount = tonumber(quantity), nil
            new_ledger()
            amount, balance = sell_holding(whole(last_id), user, instrument, fixture, kind, q, tonumber(cost), price, balance)
            flow = flow - q
            sold[#sold + 1] = user
            reply[n - 2] = 'sold'
        end
    end
end

-- Once for all of them, and of those before a failure too.
take_numbers(#ARGV - 3)
gather_accounts()
local ok, failure = pcall(sell_all)
give_numbers_back()
write_accounts()
if #sold > 0 then
    redis.call('SREM', holders, unpack(sold))
    redis.call('HSET', instrument_key, 'net_flow', whole(flow))
end
return ok and reply or error(failure, 0)
