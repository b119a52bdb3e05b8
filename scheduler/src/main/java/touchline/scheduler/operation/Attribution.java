package touchline.scheduler.operation;

import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/** Who gives a command, and why. */
public record Attribution(Actor actor, String reason) {
    AuditLog.Change to(String action, Object subject) {
        return new AuditLog.Change(action, subject.toString(), reason);
    }
}
