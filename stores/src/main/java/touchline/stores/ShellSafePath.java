package touchline.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A path that is safe between double quotes in a shell, where pg_ctl puts the path of its data. */
final class ShellSafePath {
    private static final Pattern PLAIN = Pattern.compile("[^\"$`\\\\\\p{Cntrl}]*");

    private ShellSafePath() {}

    /**
     * Returns the directory itself if it is safe, otherwise a symbolic link to it, the same each time.
     *
     * @param directory an absolute path
     */
    static Path of(Path directory) {
        String path = directory.toString();
        if (PLAIN.matcher(path).matches()) {
            return directory;
        }
        Path link = Path.of(System.getProperty("java.io.tmpdir"), "touchline-" + digest(path));
        try {
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(directory)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, directory);
            }
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Postgres can't be started in " + directory + " because of a character in that path."
                            + " Choose another directory.",
                    e);
        }
    }

    private static String digest(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
