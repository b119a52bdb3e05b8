/**
 * Google, as far as logging in goes: it publishes the keys by which it signs, changes them, signs ID tokens for whomever it is told to, and can fail in the ways
 * that a server on the other side of the world does.
 */
@NullMarked
package touchline.sandbox.google;

import org.jspecify.annotations.NullMarked;
