/**
 * The read that clients make most, answered in front of Jersey, whose routing and filters take most of its time. Rules and formats are those of the resource: the same limit, tag, body and
 * metric. What is not a plain read goes to Jersey.
 */
@NullMarked
package touchline.api.direct;

import org.jspecify.annotations.NullMarked;
