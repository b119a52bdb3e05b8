/** Helpers for SQL on Quartz' tables and for statements over many rows. */
@NullMarked
package touchline.scheduler.sql;

import org.jspecify.annotations.NullMarked;
