-- Asks whether the book is too far behind for anything new. Changes nothing.
--
-- returns {'passed'} | {'within'}
-- @include money clock backlog

return behind() and {'passed'} or {'within'}
