/**
 * What every client of somebody else's HTTP server needs, whoever that is: to be protected from its answers.
 */
@NullMarked
package touchline.feed.http;

import org.jspecify.annotations.NullMarked;
