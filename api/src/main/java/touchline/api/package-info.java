/**
 * The application: reads the configuration, opens the stores, builds the services by their constructors in one place, and puts resources, jobs,
 * subscribers and commands on top.
 */
@NullMarked
package touchline.api;

import org.jspecify.annotations.NullMarked;
