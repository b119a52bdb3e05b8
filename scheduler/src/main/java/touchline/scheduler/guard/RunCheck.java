package touchline.scheduler.guard;

import java.util.Map;

/** Whether a run may be asked for, as far as that is known beforehand. */
public sealed interface RunCheck {

    /** It may. */
    record Fine() implements RunCheck {}

    /** Its parameters name something that does not exist; what is wrong, by parameter. */
    record Invalid(Map<String, String> complaints) implements RunCheck {}

    /** It would do nothing, or can't be done, and why. */
    record Refused(String why) implements RunCheck {}

    /** It would do harm as things are, and which. Somebody with the right to may force it. */
    record Harmful(String why) implements RunCheck {}
}
