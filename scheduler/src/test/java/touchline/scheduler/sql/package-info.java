@NullMarked
package touchline.scheduler.sql;

import org.jspecify.annotations.NullMarked;
