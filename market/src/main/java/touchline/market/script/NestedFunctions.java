package touchline.market.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moves functions of a script into the function that alone needs them. Redis creates all outer functions at every call of the script, which is a tenth of an order's
 * time; an inner one is created when the outer one is called, in less time, and never where that isn't called. A function moves only into one that few
 * places call, all of them outside of loops, so that none is created again and again. Functions are known as by {@link UsedFunctions}.
 */
final class NestedFunctions {
    private static final Pattern WORD = Pattern.compile("\\.*([A-Za-z_]\\w*)");
    private static final Pattern TEXT = Pattern.compile("'(?:\\\\.|[^'\\\\\\n])*+'|\"(?:\\\\.|[^\"\\\\\\n])*+\"");
    private static final Pattern OUTER_LOCALS = Pattern.compile("^local (?:function )?([\\w, ]+)", Pattern.MULTILINE);
    private static final Pattern LOOP_OR_FUNCTION = Pattern.compile("\\b(for|while|repeat|function)\\b");

    /** So many creations of an inner function cost about as much as that of an outer one and are rare: most calls are in branches that exclude each other. */
    private static final int MOST_CALLS = 3;

    private static final int OFTEN = 1_000;

    /**
     * A function, without the ones that move into it.
     *
     * @param at its place in the script
     * @param uses how often it uses each name, but its own and its parameters
     */
    private record LuaFunction(String name, String text, int at, Map<String, Integer> uses, Set<String> parameters) {
        static LuaFunction of(String name, String text, int at) {
            Set<String> parameters = new HashSet<>();
            addWords(text.substring(text.indexOf('(') + 1, text.indexOf(')')), parameters);
            Map<String, Integer> uses = usesIn(text);
            uses.keySet().removeAll(parameters);
            uses.remove(name);
            return new LuaFunction(name, text, at, uses, parameters);
        }
    }

    private final Map<String, LuaFunction> functions = new LinkedHashMap<>();
    private final Map<String, Integer> usesOutside; // of functions
    private final Map<String, Integer> calls = new HashMap<>(); // of a run at most, if it takes every branch
    private final Map<String, String> hosts = new HashMap<>(); // of the functions that move
    private final Map<String, List<Integer>> outerNames = new HashMap<>(); // where each is declared

    private NestedFunctions(String script) {
        StringBuilder others = new StringBuilder();
        Matcher function = UsedFunctions.FUNCTION.matcher(script);
        while (function.find()) {
            String name = function.group(1);
            if (functions.put(name, LuaFunction.of(name, function.group(), function.start())) != null) {
                throw new IllegalArgumentException("two functions are called " + name);
            }
            function.appendReplacement(others, "");
        }
        usesOutside = usesIn(function.appendTail(others).toString());
        Matcher local = OUTER_LOCALS.matcher(script);
        while (local.find()) {
            List<String> names = new ArrayList<>();
            addWords(local.group(1), names);
            names.forEach(name ->
                    outerNames.computeIfAbsent(name, none -> new ArrayList<>()).add(local.start()));
        }
    }

    /** The script, in which functions have moved. */
    static String of(String script) {
        return new NestedFunctions(script).nest(script);
    }

    private String nest(String script) {
        List<String> lastFirst = new ArrayList<>(functions.keySet()); // a function's users follow it
        Collections.reverse(lastFirst);
        for (String name : lastFirst) {
            List<LuaFunction> users = users(function(name));
            calls.put(name, mostCalls(name, users));
            String host = usesOutside.containsKey(name) ? null : host(function(name), users);
            if (host != null) {
                hosts.put(name, host);
            }
        }
        StringBuilder nested = new StringBuilder();
        Matcher function = UsedFunctions.FUNCTION.matcher(script);
        while (function.find()) {
            String name = function.group(1);
            function.appendReplacement(
                    nested, hosts.containsKey(name) ? "" : Matcher.quoteReplacement(withInner(name)));
        }
        return function.appendTail(nested).toString();
    }

    private String withInner(String name) {
        String text = function(name).text();
        int body = text.indexOf(')') + 1;
        StringBuilder whole = new StringBuilder(text.substring(0, body));
        for (String inner : functions.keySet()) {
            if (name.equals(hosts.get(inner))) {
                whole.append('\n').append(withInner(inner));
            }
        }
        return whole.append(text, body, text.length()).toString();
    }

    private List<LuaFunction> users(LuaFunction function) {
        return functions.values().stream()
                .filter(user -> user.at() > function.at() && user.uses().containsKey(function.name()))
                .toList();
    }

    private int mostCalls(String name, List<LuaFunction> users) {
        int most = usesOutside.getOrDefault(name, 0);
        for (LuaFunction user : users) {
            most += user.uses().getOrDefault(name, 0) * calls.getOrDefault(user.name(), OFTEN);
        }
        return Math.min(OFTEN, most);
    }

    /** The innermost function that encloses all users, is seldom called, and in which the names used mean the same; null if the function stays. */
    private @Nullable String host(LuaFunction function, List<LuaFunction> users) {
        Set<String> common = new LinkedHashSet<>();
        for (int n = 0; n < users.size(); n++) {
            Set<String> around = withHosts(users.get(n).name());
            if (n == 0) {
                common.addAll(around);
            } else {
                common.retainAll(around);
            }
        }
        return common.stream()
                .filter(host -> calls.getOrDefault(host, OFTEN) <= MOST_CALLS && meansTheSame(function, host))
                .findFirst()
                .orElse(null);
    }

    private LuaFunction function(String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    /** A function and those that it is in, from the innermost one. */
    private Set<String> withHosts(String name) {
        Set<String> around = new LinkedHashSet<>();
        for (String outer = name; outer != null; outer = hosts.get(outer)) {
            around.add(outer);
        }
        return around;
    }

    /** Whether the names that a function uses are neither declared again before its new place, nor parameters of what it moves into. */
    private boolean meansTheSame(LuaFunction function, String host) {
        int place = function(host).at();
        Set<String> around = withHosts(host);
        return function.uses().keySet().stream().allMatch(name -> {
            List<Integer> declared = outerNames.getOrDefault(name, List.of());
            return declared.stream().noneMatch(at -> at > function.at() && at < place)
                    && (declared.stream().noneMatch(at -> at < function.at())
                            || around.stream()
                                    .noneMatch(outer ->
                                            function(outer).parameters().contains(name)));
        });
    }

    /** How often code uses each name: {@link #OFTEN} in a loop, and in a function of its own. */
    private static Map<String, Integer> usesIn(String code) {
        Map<String, Integer> uses = new HashMap<>();
        Deque<Integer> loops = new ArrayDeque<>(); // their indents
        for (String line : TEXT.matcher(code).replaceAll("''").split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            int indent = line.length() - line.stripLeading().length();
            while (!loops.isEmpty() && loops.element() >= indent) {
                loops.pop();
            }
            if (!line.startsWith("local function ")
                    && LOOP_OR_FUNCTION.matcher(line).find()) {
                loops.push(indent);
            }
            List<String> words = new ArrayList<>();
            addWords(line, words);
            int times = loops.isEmpty() ? 1 : OFTEN;
            words.forEach(word -> uses.merge(word, times, (one, other) -> Math.min(OFTEN, one + other)));
        }
        return uses;
    }

    /** But the names of fields. */
    private static void addWords(String code, Collection<String> words) {
        Matcher word = WORD.matcher(code);
        while (word.find()) {
            int dots = word.start(1) - word.start();
            if (dots != 1) {
                words.add(word.group(1));
            }
        }
    }
}
