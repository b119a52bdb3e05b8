/**
 * Who asks: people log in by what Google says of them, and get an access token of ours, which stands for a trader until it runs out or he logs out.
 */
@NullMarked
package touchline.api.auth;

import org.jspecify.annotations.NullMarked;
