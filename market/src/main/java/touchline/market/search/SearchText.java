package touchline.market.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A text to look for in names. Case, accents, ligatures, apostrophes and hyphens don't matter, nor whether letters are composed: {@code odegaard} finds Ødegaard,
 * {@code smith rowe} and {@code smithrowe} find Smith-Rowe.
 */
public final class SearchText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern JOINTS =
            Pattern.compile("[\\p{Pd}'`\u00b4\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u2212\uff07]+");
    /** Taken for an apostrophe. Decomposed it would be a blank with a mark. */
    private static final char ACUTE = '\u00b4';

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Letters that Unicode does not decompose. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry((int) '\u00e6', "ae"),
            Map.entry((int) '\u0153', "oe"),
            Map.entry((int) '\u00f8', "o"),
            Map.entry((int) '\u0142', "l"),
            Map.entry((int) '\u0111', "d"),
            Map.entry((int) '\u00f0', "d"),
            Map.entry((int) '\u00fe', "th"),
            Map.entry((int) '\u0127', "h"),
            Map.entry((int) '\u0167', "t"),
            Map.entry((int) '\u014b', "n"),
            Map.entry((int) '\u0131', "i"),
            Map.entry((int) '\u00df', "ss"),
            Map.entry((int) '\u03c2', "\u03c3"));

    private final String joined;
    private final String apart;

    private SearchText(String joined, String apart) {
        this.joined = joined;
        this.apart = apart;
    }

    public static SearchText of(String text) {
        String plain = plain(text);
        SearchText wanted = new SearchText(
                blanksOnce(JOINTS.matcher(plain).replaceAll("")),
                blanksOnce(JOINTS.matcher(plain).replaceAll(" ")));
        // Of a text that is nothing but apostrophes nothing would be left, which is in every name.
        return wanted.joined.isEmpty() ? new SearchText(plain, plain) : wanted;
    }

    /** In plain letters, without apostrophes and hyphens. */
    public String joined() {
        return joined;
    }

    /** In plain letters, with a blank for each apostrophe or hyphen. */
    public String apart() {
        return apart;
    }

    /** Whether a name contains this text. */
    public boolean isIn(String name) {
        String plain = plain(name);
        return plain.contains(joined)
                || blanksOnce(JOINTS.matcher(plain).replaceAll("")).contains(joined)
                || blanksOnce(JOINTS.matcher(plain).replaceAll(" ")).contains(apart);
    }

    private static String plain(String text) {
        // The marks go first: of a dotted capital I nothing else may stay but the letter. The small sharp s has no
        // other capital than SS.
        String bare = MARKS.matcher(Normalizer.normalize(text.replace(ACUTE, '\''), Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(bare.length());
        bare.codePoints().forEach(c -> {
            String other = PLAIN.get(c);
            if (other == null) {
                plain.appendCodePoint(c);
            } else {
                plain.append(other);
            }
        });
        return plain.toString();
    }

    private static String blanksOnce(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }
}
