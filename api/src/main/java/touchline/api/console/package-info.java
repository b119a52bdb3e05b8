/**
 * The files of the browser's clients: the trading page, the operators' console and the page of the API. They are public, as they hold no data; each is a client
 * of the API, which asks who its user is.
 */
@NullMarked
package touchline.api.console;

import org.jspecify.annotations.NullMarked;
