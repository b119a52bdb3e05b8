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
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import touchline.sandbox.google.GoogleStub;

/** Makes invalid tokens, reproducibly from a seed. Not thread-safe. */
final class Forger {
    private static final List<String> ODD_KEY_IDS = List.of(
            "", " ", "../../etc/passwd", "' OR '1'='1", "\u0000", "null", "0", "undefined", "k".repeat(201), "\ud800");

    private final Random random;
    private final TokenMangler mangler;
    private final GoogleStub google;
    private final RSAKey own;
    private final String idToken;
    private final String accessToken;

    /** @param accessToken a valid one */
    Forger(long seed, GoogleStub google, RSAKey own, String accessToken) {
        this.random = new Random(seed);
        this.mangler = new TokenMangler(random, google);
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
            case 0, 1, 2, 3 -> mangler.mutated(idToken);
            case 4 -> unsigned(idToken);
            case 5 -> byThePublicKeyAsASecret();
            case 6 ->
                signed(header(JWSAlgorithm.RS256, google.keyId()).build(), claims().build(), new RSASSASigner(own));
            case 7 -> signed(oddHeader(), claims().build(), new RSASSASigner(own));
            case 8 ->
                google.idToken(
                        random.nextBoolean()
                                ? mangler.pick(
                                        JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS512)
                                : JWSAlgorithm.RS512,
                        claims().build());
            case 9 -> google.idToken(wrongTime());
            case 10 -> google.idToken(wrongParty());
            case 11 -> TokenMangler.withRawClaims(idToken, mangler.oddClaims());
            case 12 -> TokenMangler.withRawHeader(idToken, mangler.oddRawHeader());
            case 13 -> mangler.oversized(idToken);
            case 14 -> accessToken;
            default -> mangler.spliced(idToken, google.idToken(wrongParty()));
        };
    }

    /** Returns a token that resembles an access token. */
    String accessToken() throws Exception {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> mangler.mutated(accessToken);
            case 4 -> unsigned(accessToken);
            case 5 ->
                signed(
                        accessHeader(JWSAlgorithm.HS256).build(),
                        accessClaims().build(),
                        new MACSigner(mangler.noise(32 + random.nextInt(64))));
            case 6 ->
                signed(
                        accessHeader(JWSAlgorithm.HS256)
                                .keyID(mangler.pick("", "x", "0".repeat(16), google.keyId()))
                                .build(),
                        accessClaims().build(),
                        secret());
            case 7 -> signed(accessHeader(JWSAlgorithm.HS256).build(), wrongAccessClaims(), secret());
            case 8 -> TokenMangler.withRawClaims(accessToken, mangler.oddClaims());
            case 9 -> TokenMangler.withRawHeader(accessToken, mangler.oddRawHeader());
            case 10 -> mangler.oversized(accessToken);
            default -> random.nextBoolean() ? idToken : mangler.spliced(accessToken, idToken);
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

    private String unsigned(String token) {
        String[] parts = token.split("\\.", -1);
        String alg = mangler.pick("none", "None", "NONE", "nOnE", "", "HS256", "RS256");
        String header = "{\"alg\":\"" + alg + "\",\"kid\":\"" + google.keyId() + "\",\"typ\":\"at+jwt\"}";
        return TokenMangler.base64(header) + "." + parts[1] + "." + mangler.pick("", "", parts[2], "AA");
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
        JWSAlgorithm algorithm = mangler.pick(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
        return signed(header(algorithm, google.keyId()).build(), claims().build(), new MACSigner(secret));
    }

    /** Signs with a key of the forger, with header fields that point to it. */
    private JWSHeader oddHeader() {
        JWSHeader.Builder header =
                header(JWSAlgorithm.RS256, random.nextBoolean() ? "forged" : mangler.pick(ODD_KEY_IDS));
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
                claims().issuer(mangler.pick("touchline", "", "https://accounts.google.com/", "ACCOUNTS.GOOGLE.COM"))
                        .build();
            case 5 -> claims().issuer(null).build();
            case 6 ->
                claims().subject(random.nextBoolean() ? null : mangler.pick("", " ", "s".repeat(300)))
                        .build();
            default -> claims().audience(LogInNode.CLIENT_ID + " ").build();
        };
    }

    private JWTClaimsSet wrongAccessClaims() throws ParseException {
        return switch (random.nextInt(6)) {
            case 0 ->
                accessClaims()
                        .issuer(random.nextBoolean() ? null : mangler.pick("google", ""))
                        .build();
            case 1 ->
                accessClaims()
                        .subject(random.nextInt(4) == 0 ? null : mangler.pick("", "a/b", "x".repeat(65), "cash:house"))
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
}
