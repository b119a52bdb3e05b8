/**
 * Who is connected to any node. What a connection is, is for those to say who hold it; here it is counted, so that coming back is noticed once.
 */
@NullMarked
package touchline.market.presence;

import org.jspecify.annotations.NullMarked;
