/**
 * Lua scripts as resources: one script is one atomic step. A script names the fragments it needs in an include line, so that
 * ledger, outbox and tick are written once.
 */
@NullMarked
package touchline.market.script;

import org.jspecify.annotations.NullMarked;
