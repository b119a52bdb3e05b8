package touchline.market.script;

/**
 * With {@code -Dtouchline.scripts.cpu=true}, scripts that take more than 5 ms of Redis' CPU time are named in its log, each with the time. The chaos run sets it; it costs
 * two {@code INFO} a script.
 */
final class ScriptCpuLog {
    private static final boolean ON = Boolean.getBoolean("touchline.scripts.cpu");

    private ScriptCpuLog() {}

    /** The text to send for a script's. */
    static String textOf(String name, String source) {
        return ON ? measured(name, source) : source;
    }

    static String measured(String name, String source) {
        return LuaScript.read(ScriptCpuLog.class, "cpu_log") + "return measured('" + name + "', function()\n" + source
                + "\nend)\n";
    }
}
