-- Asks whether the market is open. Changes nothing.
--
-- returns {'open'} | {'shut'}
-- @include gate

return shut() and {'shut'} or {'open'}
