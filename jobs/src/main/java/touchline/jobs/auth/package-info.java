/**
 * The keys by which Google signs ID tokens. One node fetches them for all: they stand in {@code jwks_cache}, {@code jwks:refreshed} tells every node to read them, and
 * who missed that looks every 30 s. {@link touchline.jobs.auth.GoogleKeys} is asked for a key by its id; one that it doesn't know makes it ask
 * for a fetch out of turn, of which there is at most one in 30 s, whatever forgers send. What Google answers is measured and sifted before it is believed, and
 * a fetch that fails changes nothing.
 */
@NullMarked
package touchline.jobs.auth;

import org.jspecify.annotations.NullMarked;
