package touchline.scheduler.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes texts storable in Postgres: without NUL and of bounded length. Runs must not fail because of their own texts. */
public final class Storable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 16_000;
    /** NUL as JSON escapes it. A text that looks like it has its backslash escaped, and stays as it is. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private Storable() {}

    public static @Nullable String text(@Nullable String text) {
        return text(text, LONGEST);
    }

    public static @Nullable String text(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String clean = text.replace('\u0000', ' ');
        return clean.length() <= longest ? clean : clean.substring(0, longest);
    }

    /** Converts a map of texts and numbers to JSON; a NUL becomes a blank. */
    public static String json(Map<String, ?> map) {
        try {
            return ESCAPED_NUL.matcher(JSON.writeValueAsString(map)).replaceAll("$1 ");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are always written", e);
        }
    }

    /** Reads what {@link #json} wrote. */
    public static <V> Map<String, V> map(String json, Class<V> values) {
        try {
            return JSON.readValue(json, JSON.getTypeFactory().constructMapType(TreeMap.class, String.class, values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Postgres keeps only JSON", e);
        }
    }

    public static @Nullable String stack(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text(text.toString());
    }
}
