/**
 * Answers to writes of users' accounts that are given again when the request is repeated under its {@code Idempotency-Key}. The market keeps those to trades itself.
 */
@NullMarked
package touchline.api.answer;

import org.jspecify.annotations.NullMarked;
