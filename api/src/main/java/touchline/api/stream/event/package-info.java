/** The events of the market stream as JSON, which webhooks deliver too. */
@NullMarked
package touchline.api.stream.event;

import org.jspecify.annotations.NullMarked;
