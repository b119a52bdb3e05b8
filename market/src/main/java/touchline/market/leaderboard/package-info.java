/**
 * Who has made most of a week: weeks by ISO 8601, standings from the book. What counts is what was realised in the week, by closing positions and
 * by selling shares, no matter who closed or sold them; what is still open counts when it is closed.
 */
@NullMarked
package touchline.market.leaderboard;

import org.jspecify.annotations.NullMarked;
