/** The second factor of operators: codes of an authenticator app, and recovery codes. */
@NullMarked
package touchline.api.operator.totp;

import org.jspecify.annotations.NullMarked;
