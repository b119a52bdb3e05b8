package touchline.scheduler.guard;

import java.util.Map;

/** The result of checking a run before it is requested. */
public sealed interface RunCheck {

    record Fine() implements RunCheck {}

    /** Its parameters name something that does not exist; complaints by parameter. */
    record Invalid(Map<String, String> complaints) implements RunCheck {}

    /** It is impossible or would do nothing. */
    record Refused(String why) implements RunCheck {}

    /** It would do harm. An admin can force it. */
    record Harmful(String why) implements RunCheck {}
}
