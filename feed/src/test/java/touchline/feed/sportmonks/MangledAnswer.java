package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import touchline.feed.FakeFeed.FakeAnswer;

/** A right answer of the feed, damaged in a way that a seed decides. */
final class MangledAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Integer> STATUSES =
            List.of(201, 206, 301, 400, 401, 403, 404, 408, 418, 425, 429, 500, 502, 503, 504, 599);
    private static final List<JsonNode> ODD = List.of(
            NODES.nullNode(),
            NODES.numberNode(-1),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(1e308),
            NODES.numberNode(0.1),
            NODES.booleanNode(true),
            NODES.textNode(""),
            NODES.textNode("9".repeat(400)),
            NODES.textNode("2026-02-31 25:61:00"),
            NODES.textNode("\u0000\ud800"),
            NODES.arrayNode(),
            NODES.arrayNode().add(NODES.arrayNode().add(7)),
            NODES.objectNode(),
            NODES.objectNode().put("id", "x"));

    private MangledAnswer() {}

    static FakeAnswer of(byte[] right, long seed) throws IOException {
        Random random = new Random(seed);
        return switch (random.nextInt(9)) {
            case 0 -> plain(bitsFlipped(right, random));
            case 1 -> plain(Arrays.copyOf(right, random.nextInt(right.length)));
            case 2 -> plain(spliced(right, random));
            case 3 -> plain(nested(random));
            case 4 -> recoded(right, random);
            case 5 -> packed(right, random);
            case 6 -> new FakeAnswer(STATUSES.get(random.nextInt(STATUSES.size())), right);
            default -> plain(retyped(right, 1 + random.nextInt(20), random));
        };
    }

    private static FakeAnswer plain(byte[] body) {
        return new FakeAnswer(200, body, "Content-Type", "application/json");
    }

    private static byte[] bitsFlipped(byte[] right, Random random) {
        byte[] body = right.clone();
        for (int n = 1 + random.nextInt(30); n > 0; n--) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return body;
    }

    /** A part of it in another place of it. */
    private static byte[] spliced(byte[] right, Random random) {
        int from = random.nextInt(right.length);
        int length = random.nextInt(Math.min(500, right.length - from));
        int at = random.nextInt(right.length);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(right, 0, at);
        body.write(right, from, length);
        body.write(right, at, right.length - at);
        return body.toByteArray();
    }

    private static byte[] nested(Random random) {
        int deep = 1 << random.nextInt(18);
        String open = random.nextBoolean() ? "[" : "{\"data\":";
        String close = random.nextBoolean() ? "" : (open.equals("[") ? "]" : "}").repeat(deep);
        return ("{\"data\":" + open.repeat(deep) + close + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** In another character set, or with a header that names another one. */
    private static FakeAnswer recoded(byte[] right, Random random) {
        String text = new String(right, StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> plain(text.getBytes(StandardCharsets.UTF_16));
            case 1 -> plain(text.replace("a", "\u00e9").getBytes(StandardCharsets.ISO_8859_1));
            case 2 -> plain(("\ufeff" + text).getBytes(StandardCharsets.UTF_8));
            default -> new FakeAnswer(200, right, "Content-Type", "text/html; charset=no-such-set");
        };
    }

    /** Nobody asked for it; the whole or a part of it. */
    private static FakeAnswer packed(byte[] right, Random random) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(right);
        }
        byte[] body = packed.toByteArray();
        return new FakeAnswer(
                200,
                random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length)),
                "Content-Encoding",
                random.nextBoolean() ? "gzip" : "br");
    }

    /** Valid JSON with values of other types, and without some. */
    private static byte[] retyped(byte[] right, int changes, Random random) throws IOException {
        JsonNode root = JSON.readTree(right);
        for (int n = 0; n < changes; n++) {
            List<ContainerNode<?>> containers = new ArrayList<>();
            collect(root, containers);
            ContainerNode<?> parent = containers.get(random.nextInt(containers.size()));
            JsonNode odd = ODD.get(random.nextInt(ODD.size())).deepCopy();
            if (parent instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new ArrayList<>();
                object.properties().forEach(field -> names.add(field.getKey()));
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(5) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, odd);
                }
            } else if (parent instanceof ArrayNode array && !array.isEmpty()) {
                array.set(random.nextInt(array.size()), odd);
            }
        }
        return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> into) {
        if (node instanceof ContainerNode<?> container) {
            into.add(container);
            node.forEach(child -> collect(child, into));
        }
    }
}
