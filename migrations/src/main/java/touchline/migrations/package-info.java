/**
 * The shape of the book. The SQL under {@code touchline/migrations} on the class path is the only thing that ever changes a
 * schema: the market's own tables, the history of jobs and Quartz's tables alike. {@link touchline.migrations.Migrations}
 * applies what is missing, and is safe to call from several nodes at once.
 */
@NullMarked
package touchline.migrations;

import org.jspecify.annotations.NullMarked;
