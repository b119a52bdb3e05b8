package touchline.sandbox.google;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded} text. */
final class FormFields {
    private FormFields() {}

    /** The fields by name; the last one of a name counts. */
    static Map<String, String> of(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String part : text.split("&", -1)) {
            String[] sides = part.split("=", 2);
            fields.put(sides[0], sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
