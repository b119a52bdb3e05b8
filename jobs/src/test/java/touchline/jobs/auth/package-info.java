@NullMarked
package touchline.jobs.auth;

import org.jspecify.annotations.NullMarked;
