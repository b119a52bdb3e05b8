package touchline.market.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out the functions of a script that nothing in it calls: fragments have many, and Redis creates each one at every call of the script. A function is
 * known by its first and last line, {@code local function name(} and {@code end}, at the left margin.
 */
final class UsedFunctions {
    /** A whole function at the left margin, and its name. */
    static final Pattern FUNCTION =
            Pattern.compile("^local function (\\w+)\\(.*?^end[ \\t]*$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private UsedFunctions() {}

    /** The script without its comments and the functions that it doesn't use. */
    static String of(String script) {
        String code = COMMENT.matcher(script).replaceAll("");
        Map<String, List<String>> functions = new HashMap<>();
        Matcher function = FUNCTION.matcher(code);
        StringBuilder rest = new StringBuilder();
        int copied = 0;
        while (function.find()) {
            functions
                    .computeIfAbsent(function.group(1), none -> new ArrayList<>())
                    .add(function.group());
            rest.append(code, copied, function.start());
            copied = function.end();
        }
        rest.append(code, copied, code.length());
        Set<String> used = reached(rest.toString(), functions);
        StringBuilder kept = new StringBuilder();
        function.reset();
        copied = 0;
        while (function.find()) {
            kept.append(code, copied, used.contains(function.group(1)) ? function.end() : function.start());
            copied = function.end();
        }
        return kept.append(code, copied, code.length()).toString();
    }

    private static Set<String> reached(String rest, Map<String, List<String>> functions) {
        Set<String> used = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(rest));
        while (!open.isEmpty()) {
            Matcher word = WORD.matcher(open.pop());
            while (word.find()) {
                if (functions.containsKey(word.group()) && used.add(word.group())) {
                    open.addAll(functions.get(word.group()));
                }
            }
        }
        return used;
    }
}
