package touchline.scheduler.job;

import java.util.regex.Pattern;

/** A job's stable name, as in {@code sportmonks/poll}. */
public record JobName(String group, String name) {
    private static final Pattern PART = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    public JobName {
        if (!PART.matcher(group).matches() || !PART.matcher(name).matches()) {
            throw new IllegalArgumentException("not a job's name: " + group + "/" + name);
        }
    }

    /** Parses {@code group/name}. */
    public static JobName of(String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a job's name: " + path);
        }
        return new JobName(path.substring(0, slash), path.substring(slash + 1));
    }

    @Override
    public String toString() {
        return group + "/" + name;
    }
}
