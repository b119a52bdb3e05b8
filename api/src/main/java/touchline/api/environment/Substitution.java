package touchline.api.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes variables in the values of a parsed file, not in its text: a value may contain any characters. {@code ${NAME}} is
 * replaced, {@code ${NAME:-default}} by the default where the variable is not set or empty, and a doubled dollar before a brace stays as one. A value that is empty
 * afterwards is none. Not thread-safe.
 */
final class Substitution {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final Map<String, String> variables;
    private final Map<String, Set<String>> used = new HashMap<>();

    Substitution(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * A copy with every variable replaced.
     *
     * @throws IllegalArgumentException if a variable that has no default is not set
     */
    JsonNode apply(JsonNode root) {
        return apply(root, "");
    }

    /** The variables that the value at a path was made of; none where it was not made of any. */
    Set<String> usedAt(String path) {
        return used.getOrDefault(path, Set.of());
    }

    private JsonNode apply(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(field -> copy.set(field.getKey(), apply(field.getValue(), path + "." + field.getKey())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int n = 0; n < array.size(); n++) {
                copy.add(apply(array.get(n), path + "[" + n + "]"));
            }
            return copy;
        }
        return node.isTextual() ? replaced(node, path) : node;
    }

    private JsonNode replaced(JsonNode node, String path) {
        Matcher matcher = VARIABLE.matcher(node.textValue());
        StringBuilder text = new StringBuilder();
        Set<String> names = new LinkedHashSet<>();
        boolean found = false;
        while (matcher.find()) {
            found = true;
            String name = matcher.group(1);
            if (name == null) {
                matcher.appendReplacement(text, Matcher.quoteReplacement("${"));
            } else {
                names.add(name);
                matcher.appendReplacement(text, Matcher.quoteReplacement(value(name, matcher.group(2), path)));
            }
        }
        if (!found) {
            return node;
        }
        matcher.appendTail(text);
        used.put(path, names);
        return text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text.toString());
    }

    private String value(String name, @Nullable String byDefault, String path) {
        String value = variables.getOrDefault(name, "");
        if (!value.isEmpty()) {
            return value;
        }
        if (byDefault == null) {
            throw new IllegalArgumentException(
                    "The variable " + name + " is not set, and " + path.substring(1) + " has no default for it.");
        }
        return byDefault;
    }
}
