/**
 * The application: it reads the configuration, opens the stores, and installs the market services, resources, jobs, background services and commands.
 */
@NullMarked
package touchline.api;

import org.jspecify.annotations.NullMarked;
