package touchline.api;

import java.util.List;
import java.util.Random;

/** Texts, numbers and headers that no client should send. */
final class HostileInput {
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "NaN",
            "null",
            "true",
            "9007199254740993",
            "9223372036854775807",
            "99999999999999999999999",
            "0x1",
            "1.00001",
            ".5",
            "1.",
            "+5",
            "٣",
            "1 OR 1=1",
            "'; DROP TABLE orders; --",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "ünïcödé 🏟",
            "\u202e\u0000\uffff",
            "\ud800",
            "a\r\nX-Injected: yes",
            "%00",
            "%",
            "x".repeat(300),
            "2026-11-23T18:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-W54",
            "99999-W01");
    static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "-0",
            "1.5",
            "1e3",
            "1E400",
            "1e-400",
            "100001",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1" + "0".repeat(60),
            "1" + "0".repeat(200));
    static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-8",
            "application/json; charset=utf-16",
            "application/json;charset=nonsense",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "nonsense",
            "*/*",
            "");
    static final List<String> HEADERS = List.of(
            "Accept: */*",
            "Accept: image/png",
            "Accept: nonsense",
            "Accept-Encoding: gzip;q=x",
            "Accept-Language: " + "en,".repeat(100),
            "Content-Encoding: gzip",
            "Content-Encoding: br",
            "Cookie: touchline-operator=" + "a".repeat(200),
            "Cookie: ;;;=;=",
            "If-None-Match: \"x\", W/\"",
            "If-Modified-Since: yesterday",
            "X-Forwarded-For: 1.2.3.4, <script>",
            "Origin: null",
            "Origin: https://example.com",
            "Sec-Fetch-Site: cross-site",
            "Range: bytes=0-",
            "Expect: 200-ok",
            "X-HTTP-Method-Override: DELETE",
            "Last-Event-ID: 💥",
            "Forwarded: for=\"[::1\"",
            "X-CSRF-Token: x");

    private HostileInput() {}

    /** Damages the text of a body. */
    static String broken(String text, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, random.nextInt(text.length()));
            case 1 -> text + text;
            case 2 -> "[" + text + "]";
            case 3 -> "[".repeat(5_000);
            case 4 -> text.replaceFirst("\\{", "{\"quantity\":1,\"quantity\":2,");
            case 5 -> text.replace('"', '\'');
            case 6 -> " ".repeat(17_000) + text;
            case 7 -> "\ufeff" + text;
            default -> "";
        };
    }

    static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
