-- Whether an operator has blocked a user. Only buying and opening ask: selling and closing go on.
-- @include fields

-- Returns nil, or the refusal.
local function blocked(user)
    if wallet_fields(user)[3] then
        return {'refused', 'account-blocked'}
    end
    return nil
end
