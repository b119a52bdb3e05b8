package touchline.sandbox.login;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import touchline.sandbox.google.GoogleStub;

/** Changes the text of a token at random: its characters, its parts, its size. Not thread-safe. */
final class TokenMangler {
    private static final List<String> ODD_NUMBERS = List.of(
            "0",
            "-1",
            "1e400",
            "-1e400",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "\"soon\"",
            "null",
            "[]",
            "{}",
            "true",
            "\"\"",
            "99999999999999999999999999999999999999",
            "NaN",
            "01",
            "1e18",
            "-9223372036854775808");

    private final Random random;
    private final GoogleStub google;

    TokenMangler(Random random, GoogleStub google) {
        this.random = random;
        this.google = google;
    }

    String mutated(String token) {
        StringBuilder text = new StringBuilder(token);
        for (int times = 1 + random.nextInt(3); times > 0 && !text.isEmpty(); times--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(6)) {
                case 0, 1 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(7))));
                case 2 -> text.deleteCharAt(at);
                case 3 -> text.insert(at, (char) (33 + random.nextInt(94)));
                case 4 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
            }
        }
        return text.toString();
    }

    String oddClaims() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "{\"iss\":\"https://accounts.google.com\",\"aud\":\"" + LogInNode.CLIENT_ID
                        + "\",\"sub\":\"1\",\"iat\":" + pick(ODD_NUMBERS) + ",\"exp\":" + pick(ODD_NUMBERS) + "}";
            case 1 -> "[".repeat(1_000 + random.nextInt(2_000));
            case 2 -> "{\"a\":".repeat(500);
            case 3 -> new String(noise(random.nextInt(200)), StandardCharsets.ISO_8859_1);
            default ->
                pick(
                        "",
                        "null",
                        "[]",
                        "1",
                        "\"x\"",
                        "{\"sub\":1}",
                        "{\"sub\":\"1\",\"sub\":\"2\"}",
                        "{\"aud\":{}}",
                        "{\"exp\":1e999}");
        };
    }

    String oddRawHeader() {
        return pick(
                "",
                "null",
                "[]",
                "{}",
                "{\"alg\":null}",
                "{\"alg\":1}",
                "{\"alg\":[\"RS256\"]}",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"alg\":\"RS256\",\"kid\":{}}",
                "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false,\"kid\":\"" + google.keyId() + "\"}",
                "{\"alg\":\"RS256\",\"zip\":\"DEF\",\"kid\":\"" + google.keyId() + "\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"p2c\":2147483647}",
                "{\"alg\":\"RS256\",\"x5c\":[\"AA\"],\"kid\":\"" + google.keyId() + "\"}",
                "[".repeat(3_000),
                "\ud800");
    }

    String oversized(String token) {
        String more = "A".repeat(1 << (8 + random.nextInt(6)));
        return switch (random.nextInt(3)) {
            case 0 -> token + more;
            case 1 -> more + token;
            default -> token.replaceFirst("\\.", "." + more);
        };
    }

    String spliced(String one, String other) {
        String[] parts = one.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        List<String> mixed = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            mixed.add(random.nextBoolean() ? parts[part] : others[part]);
        }
        return String.join(pick(".", ".", ".", "..", "", ":"), mixed);
    }

    static String withRawClaims(String token, String claims) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + base64(claims) + "." + parts[2];
    }

    static String withRawHeader(String token, String header) {
        String[] parts = token.split("\\.", -1);
        return base64(header) + "." + parts[1] + "." + parts[2];
    }

    static String base64(String text) {
        return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SafeVarargs
    final <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }
}
