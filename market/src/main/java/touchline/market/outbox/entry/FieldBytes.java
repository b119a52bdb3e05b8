package touchline.market.outbox.entry;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entry as Redis sent them, names and values in turn. A value is decoded when it is asked for: of most entries a reader needs
 * a few fields once, and a hash table of all of them costs more than it saves.
 */
final class FieldBytes extends AbstractMap<String, String> {
    private final List<?> fields;

    FieldBytes(List<?> fields) {
        this.fields = fields;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        if (name instanceof String text) {
            for (int n = fields.size() - 2; n >= 0; n -= 2) { // of a repeated name, the last counts
                if (isCalled(n, text)) {
                    return text(n + 1);
                }
            }
        }
        return null;
    }

    @Override
    public String getOrDefault(@Nullable Object name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (int n = 0; n < fields.size(); n += 2) {
            decoded.put(text(n), text(n + 1));
        }
        return decoded.entrySet();
    }

    private boolean isCalled(int n, String name) {
        byte[] bytes = (byte[]) fields.get(n);
        if (bytes.length != name.length()) { // the names that are asked for are ASCII
            return false;
        }
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != name.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private String text(int n) {
        return new String((byte[]) fields.get(n), StandardCharsets.UTF_8);
    }
}
