/**
 * config.yml as records, each checked as it is read: what is wrong is said before anything starts.
 */
@NullMarked
package touchline.api.config;

import org.jspecify.annotations.NullMarked;
