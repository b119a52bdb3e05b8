package touchline.scheduler.alert.rule;

public enum Severity {
    WARNING,
    CRITICAL
}
