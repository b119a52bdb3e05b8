/**
 * The schema of the book. Only the SQL under {@code touchline/migrations} on the class path changes it: the market's tables, the
 * job history and Quartz' tables. {@link touchline.migrations.Migrations} applies missing migrations, also from several nodes at
 * once.
 */
@NullMarked
package touchline.migrations;

import org.jspecify.annotations.NullMarked;
