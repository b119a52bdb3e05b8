package touchline.api.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import touchline.api.secret.Sha256;

/** A file as it is sent. Immutable. */
final class ConsoleFile {
    private static final Pattern LINK = Pattern.compile("\\b(href=|src=)\"/(?!/)");

    private final String type;
    private final String tag;
    private final byte[] content;

    private ConsoleFile(String type, String tag, byte[] content) {
        this.type = type;
        this.tag = tag;
        this.content = content;
    }

    /** A file of the class path; empty if it doesn't exist. */
    static Optional<ConsoleFile> read(String path) {
        try (InputStream in = ConsoleFile.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(of(path, in.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A page whose links to paths of this node, such as {@code href="/docs"}, are made relative: {@code root} leads from the page to the root. */
    ConsoleFile linkedFrom(String root) {
        String page = new String(content, StandardCharsets.UTF_8);
        byte[] linked = LINK.matcher(page)
                .replaceAll("$1\"" + Matcher.quoteReplacement(root))
                .getBytes(StandardCharsets.UTF_8);
        return new ConsoleFile(type, tag(linked), linked);
    }

    boolean isPage() {
        return type.startsWith("text/html");
    }

    String type() {
        return type;
    }

    /** An HTTP entity tag: the same for as long as the content is. */
    String tag() {
        return tag;
    }

    int length() {
        return content.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    private static ConsoleFile of(String path, byte[] content) {
        return new ConsoleFile(type(path.substring(path.lastIndexOf('.') + 1)), tag(content), content);
    }

    private static String type(String ending) {
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    private static String tag(byte[] content) {
        return '"' + HexFormat.of().formatHex(Sha256.of(content), 0, 12) + '"';
    }
}
