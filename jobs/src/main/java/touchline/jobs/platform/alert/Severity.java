package touchline.jobs.platform.alert;

/** How much it matters. */
public enum Severity {
    WARNING,
    CRITICAL
}
