/** Values formatted for people, and texts that Postgres and receivers of webhooks accept. */
@NullMarked
package touchline.scheduler.text;

import org.jspecify.annotations.NullMarked;
