/**
 * API keys: credentials that users make for their programs, with a scope and an expiry. A key is shown once; the book has its hash.
 */
@NullMarked
package touchline.api.apikey;

import org.jspecify.annotations.NullMarked;
