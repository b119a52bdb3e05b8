/** Passwords are checked here, and guessing is slowed down. */
@NullMarked
package touchline.api.operator.login;

import org.jspecify.annotations.NullMarked;
