package touchline.scheduler.sql;

/** The scheduler's name in Quartz' tables. */
public final class QuartzSql {
    /** The value of {@code sched_name} in every row. */
    public static final String SCHEDULER = "touchline";

    private QuartzSql() {}

    /** Replaces {@code {scheduler}} by the name as a literal of SQL. */
    public static String of(String statement) {
        return statement.replace("{scheduler}", "'" + SCHEDULER + "'");
    }
}
