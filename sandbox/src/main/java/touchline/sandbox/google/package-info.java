/**
 * A stub of Google for log-ins: publishes signing keys, rotates them, signs ID tokens for any user, and fails as a remote server can.
 */
@NullMarked
package touchline.sandbox.google;

import org.jspecify.annotations.NullMarked;
