/** The poll against the simulator, which belongs to the sandbox: the module {@code feed} must not depend on it. */
@NullMarked
package touchline.feed;

import org.jspecify.annotations.NullMarked;
