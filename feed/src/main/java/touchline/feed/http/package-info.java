/**
 * Protects clients of foreign HTTP servers from their answers.
 */
@NullMarked
package touchline.feed.http;

import org.jspecify.annotations.NullMarked;
