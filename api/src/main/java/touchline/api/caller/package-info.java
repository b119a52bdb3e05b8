/** Address and scheme of the caller, seen through the proxies that the configuration trusts. */
@NullMarked
package touchline.api.caller;

import org.jspecify.annotations.NullMarked;
