/**
 * The backstop: every user with an open position is judged by every tick that the StopWatch has not judged, connected or not. One
 * node at a time, by {@code lease:margin-backstop}. It reads the ticks of an instrument once, keeps the extremes of each few hundred of them, and reads again
 * only where that says that a position may be breached; so a day of ticks and a few hundred thousand positions take well under a minute.
 */
@NullMarked
package touchline.market.sweep;

import org.jspecify.annotations.NullMarked;
