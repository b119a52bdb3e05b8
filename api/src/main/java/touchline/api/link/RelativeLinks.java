package touchline.api.link;

import java.util.Arrays;
import java.util.List;

/** Relative references (RFC 3986, 4.2) from one path of a node to another. Paths begin with a slash and are as they were asked for, undecoded. */
public final class RelativeLinks {
    private RelativeLinks() {}

    /** The way up from a path to the root of the node: {@code ./}, {@code ../} and so on. */
    public static String toRoot(String path) {
        int folders = folders(path).size();
        return folders == 0 ? "./" : "../".repeat(folders);
    }

    /** The shortest way from a path to another. */
    static String between(String path, String target) {
        List<String> from = folders(path);
        List<String> to = folders(target);
        int shared = 0;
        while (shared < Math.min(from.size(), to.size()) && from.get(shared).equals(to.get(shared))) {
            shared++;
        }
        String up = "../".repeat(from.size() - shared);
        String down = String.join(
                "/", Arrays.asList(target.substring(1).split("/", -1)).subList(shared, to.size() + 1));
        // A colon in the first segment would make it a scheme.
        return up.isEmpty() && (down.isEmpty() || down.split("/", 2)[0].contains(":")) ? "./" + down : up + down;
    }

    private static List<String> folders(String path) {
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        return segments.subList(0, segments.size() - 1);
    }
}
