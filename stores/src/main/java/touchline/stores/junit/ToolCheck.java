package touchline.stores.junit;

/**
 * Decides whether a test runs that needs a tool of the machine, such as a browser. In CI ({@code CI=true} in the environment) it
 * runs without the tool too, and fails: a test that CI skips is a test that never runs.
 */
public final class ToolCheck {
    private ToolCheck() {}

    /** True if the tool is present, and always in CI. */
    public static boolean shouldRun(boolean isPresent) {
        return isPresent || "true".equals(System.getenv("CI"));
    }
}
