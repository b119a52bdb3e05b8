/** Where a request came from: its address and scheme, seen through the proxies that the configuration trusts. */
@NullMarked
package touchline.api.caller;

import org.jspecify.annotations.NullMarked;
