/** Logging in, over whole nodes and with a Google of one's own. */
@NullMarked
package touchline.sandbox.login;

import org.jspecify.annotations.NullMarked;
