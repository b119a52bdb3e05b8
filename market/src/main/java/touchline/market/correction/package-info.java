/**
 * Corrections of what the feed or an operator got wrong: previewed, approved, and executed by movements that compensate. Nothing that happened is edited.
 */
@NullMarked
package touchline.market.correction;

import org.jspecify.annotations.NullMarked;
