package touchline.api.origin;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The origins of other pages that may call the client API; none by default. Immutable. */
public final class AllowedOrigins {
    private final Set<String> origins;

    private AllowedOrigins(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /**
     * Reads a list.
     *
     * @param list origins such as {@code https://app.example}, separated by commas or blanks; null or blank: none
     * @throws IllegalArgumentException numbering the entry that is no origin. A wildcard is none: each origin is named
     */
    public static AllowedOrigins parse(@Nullable String list) {
        Set<String> origins = new LinkedHashSet<>();
        int number = 0;
        for (String entry : String.valueOf(list == null ? "" : list).split("[,\\s]+", -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            number++;
            if (!isOrigin(entry)) {
                throw new IllegalArgumentException("access.origins (CORS_ORIGINS): entry " + number
                        + " is not an origin such as https://app.example, without a path and in lower case");
            }
            origins.add(entry);
        }
        return new AllowedOrigins(origins);
    }

    /** Compares exactly, as browsers write an origin in one way only. */
    public boolean contain(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }

    boolean areNone() {
        return origins.isEmpty();
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && text.equals(
                            uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    && text.equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
