package touchline.sandbox.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import touchline.sandbox.google.GoogleStub;

/** Makes invalid tokens, reproducibly from a seed. Not thread-safe. */
final class Forger {
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
    private static final List<String> ODD_KEY_IDS = List.of(
            "", " ", "../../etc/passwd", "' OR '1'='1", "\u0000", "null", "0", "undefined", "k".repeat(201), "\ud800");

    private final Random random;
    private final GoogleStub google;
    private final RSAKey own;
    private final String idToken;
    private final String accessToken;

    /** @param accessToken a valid one */
    Forger(long seed, GoogleStub google, RSAKey own, String accessToken) {
        this.random = new Random(seed);
        this.google = google;
        this.own = own;
        this.idToken = google.idToken(claims().build());
        this.accessToken = accessToken;
    }

    static RSAKey ownKey() throws JOSEException {
        return new RSAKeyGenerator(2_048).keyID("forged").generate();
    }

    /** Returns a token that resembles an ID token of Google. */
    String idToken() throws Exception {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> mutated(idToken);
            case 4 -> unsigned(idToken);
            case 5 -> byThePublicKeyAsASecret();
            case 6 ->
                signed(header(JWSAlgorithm.RS256, google.keyId()).build(), claims().build(), new RSASSASigner(own));
            case 7 -> signed(oddHeader(), claims().build(), new RSASSASigner(own));
            case 8 ->
                google.idToken(
                        random.nextBoolean()
                                ? pick(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS512)
                                : JWSAlgorithm.RS512,
                        claims().build());
            case 9 -> google.idToken(wrongTime());
            case 10 -> google.idToken(wrongParty());
            case 11 -> withRawClaims(idToken, oddClaims());
            case 12 -> withRawHeader(idToken, oddRawHeader());
            case 13 -> oversized(idToken);
            case 14 -> accessToken;
            default -> spliced(idToken, google.idToken(wrongParty()));
        };
    }

    /** Returns a token that resembles an access token. */
    String accessToken() throws Exception {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> mutated(accessToken);
            case 4 -> unsigned(accessToken);
            case 5 ->
                signed(
                        accessHeader(JWSAlgorithm.HS256).build(),
                        accessClaims().build(),
                        new MACSigner(noise(32 + random.nextInt(64))));
            case 6 ->
                signed(
                        accessHeader(JWSAlgorithm.HS256)
                                .keyID(pick("", "x", "0".repeat(16), google.keyId()))
                                .build(),
                        accessClaims().build(),
                        secret());
            case 7 -> signed(accessHeader(JWSAlgorithm.HS256).build(), wrongAccessClaims(), secret());
            case 8 -> withRawClaims(accessToken, oddClaims());
            case 9 -> withRawHeader(accessToken, oddRawHeader());
            case 10 -> oversized(accessToken);
            default -> random.nextBoolean() ? idToken : spliced(accessToken, idToken);
        };
    }

    /** Whether a token has the contents and signature of the valid ID token, perhaps in another encoding. */
    boolean isTheIdToken(String token) {
        return isTheSame(token, idToken);
    }

    /** Whether a token has the contents and signature of the valid access token. */
    boolean isTheAccessToken(String token) {
        return isTheSame(token, accessToken);
    }

    private static boolean isTheSame(String token, String good) {
        String[] one = token.strip().split("\\.", -1);
        String[] other = good.split("\\.", -1);
        for (int part = 0; part < 3; part++) {
            if (one.length != 3
                    || !Arrays.equals(new Base64URL(one[part]).decode(), new Base64URL(other[part]).decode())) {
                return false;
            }
        }
        return true;
    }

    private String mutated(String token) {
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

    private String unsigned(String token) {
        String[] parts = token.split("\\.", -1);
        String alg = pick("none", "None", "NONE", "nOnE", "", "HS256", "RS256");
        String header = "{\"alg\":\"" + alg + "\",\"kid\":\"" + google.keyId() + "\",\"typ\":\"at+jwt\"}";
        return base64(header) + "." + parts[1] + "." + pick("", "", parts[2], "AA");
    }

    private String byThePublicKeyAsASecret() throws Exception {
        RSAKey key = google.publicKey();
        byte[] der = key.toRSAPublicKey().getEncoded();
        byte[] secret = switch (random.nextInt(4)) {
            case 0 -> der;
            case 1 ->
                ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                                + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(StandardCharsets.UTF_8);
            case 2 -> key.getModulus().decode();
            default -> key.toJSONString().getBytes(StandardCharsets.UTF_8);
        };
        JWSAlgorithm algorithm = pick(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
        return signed(header(algorithm, google.keyId()).build(), claims().build(), new MACSigner(secret));
    }

    /** Signs with a key of the forger, with header fields that point to it. */
    private JWSHeader oddHeader() {
        JWSHeader.Builder header = header(JWSAlgorithm.RS256, random.nextBoolean() ? "forged" : pick(ODD_KEY_IDS));
        return switch (random.nextInt(4)) {
            case 0 -> header.jwk(own.toPublicJWK()).build();
            case 1 -> header.jwkURL(URI.create("http://127.0.0.1:1/keys")).build();
            case 2 -> header.x509CertURL(URI.create("file:///etc/hosts")).build();
            default ->
                header.criticalParams(Set.of("exp")).customParam("exp", 1).build();
        };
    }

    private JWTClaimsSet wrongTime() {
        Instant now = Instant.now();
        Duration off = Duration.ofSeconds(120 + random.nextInt(1_000_000));
        return switch (random.nextInt(4)) {
            case 0 -> claims().expirationTime(Date.from(now.minus(off))).build();
            case 1 -> claims().issueTime(Date.from(now.plus(off))).build();
            case 2 -> claims().notBeforeTime(Date.from(now.plus(off))).build();
            default ->
                random.nextBoolean()
                        ? claims().expirationTime(null).build()
                        : claims().issueTime(null).build();
        };
    }

    private JWTClaimsSet wrongParty() {
        return switch (random.nextInt(8)) {
            case 0 -> claims().audience("another-client").build();
            case 1 ->
                claims().audience(List.of(LogInNode.CLIENT_ID, "another-client"))
                        .build();
            case 2 -> claims().audience((String) null).build();
            case 3 -> claims().issuer("https://accounts.google.com.example.com").build();
            case 4 ->
                claims().issuer(pick("touchline", "", "https://accounts.google.com/", "ACCOUNTS.GOOGLE.COM"))
                        .build();
            case 5 -> claims().issuer(null).build();
            case 6 ->
                claims().subject(random.nextBoolean() ? null : pick("", " ", "s".repeat(300)))
                        .build();
            default -> claims().audience(LogInNode.CLIENT_ID + " ").build();
        };
    }

    private JWTClaimsSet wrongAccessClaims() throws ParseException {
        return switch (random.nextInt(6)) {
            case 0 ->
                accessClaims()
                        .issuer(random.nextBoolean() ? null : pick("google", ""))
                        .build();
            case 1 ->
                accessClaims()
                        .subject(random.nextInt(4) == 0 ? null : pick("", "a/b", "x".repeat(65), "cash:house"))
                        .build();
            case 2 ->
                accessClaims()
                        .expirationTime(Date.from(Instant.ofEpochMilli(random.nextInt())))
                        .build();
            case 3 -> accessClaims().expirationTime(null).build();
            case 4 -> accessClaims().jwtID(null).build();
            default -> accessClaims().claim("name", List.of("x")).build();
        };
    }

    private String oddClaims() {
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

    private String oddRawHeader() {
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

    private String oversized(String token) {
        String more = "A".repeat(1 << (8 + random.nextInt(6)));
        return switch (random.nextInt(3)) {
            case 0 -> token + more;
            case 1 -> more + token;
            default -> token.replaceFirst("\\.", "." + more);
        };
    }

    private String spliced(String one, String other) {
        String[] parts = one.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        List<String> mixed = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            mixed.add(random.nextBoolean() ? parts[part] : others[part]);
        }
        return String.join(pick(".", ".", ".", "..", "", ":"), mixed);
    }

    private static String withRawClaims(String token, String claims) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + base64(claims) + "." + parts[2];
    }

    private static String withRawHeader(String token, String header) {
        String[] parts = token.split("\\.", -1);
        return base64(header) + "." + parts[1] + "." + parts[2];
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm).keyID(keyId);
    }

    private JWSHeader.Builder accessHeader(JWSAlgorithm algorithm) throws ParseException {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(SignedJWT.parse(accessToken).getHeader().getKeyID());
    }

    private static JWSSigner secret() throws JOSEException {
        return new MACSigner(LogInNode.SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private JWTClaimsSet.Builder accessClaims() throws ParseException {
        return new JWTClaimsSet.Builder(SignedJWT.parse(accessToken).getJWTClaimsSet());
    }

    private static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("https://accounts.google.com")
                .audience(LogInNode.CLIENT_ID)
                .subject("6660")
                .claim("name", "Mallory")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3_600)));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String base64(String text) {
        return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SafeVarargs
    private final <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }
}
