/** Which addresses a webhook may have. */
@NullMarked
package touchline.api.webhook.address;

import org.jspecify.annotations.NullMarked;
