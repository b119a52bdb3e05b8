package touchline.jobs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySetTest {
    @Test
    void onlyPublicKeysThatCanVerifyASignatureAreKept() throws Exception {
        JWK rsa = new RSAKeyGenerator(2_048).keyID("rsa").generate();
        JWK weak = new RSAKeyGenerator(1_024, true).keyID("weak").generate();
        JWK ec = ec("ec");
        JWK encrypts = new ECKeyGenerator(Curve.P_256)
                .keyID("encrypts")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        JWK nameless = new ECKeyGenerator(Curve.P_256).generate();
        OctetSequenceKey secret =
                new OctetSequenceKeyGenerator(256).keyID("secret").generate();

        KeySet keys = KeySet.parse(new JWKSet(List.of(rsa, weak, ec, encrypts, nameless, secret)).toString(false));

        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.find("rsa")).contains(rsa.toPublicJWK());
        assertThat(keys.find("ec")).contains(ec.toPublicJWK());
        assertThat(keys.json()).doesNotContain("\"d\"");
        assertThat(KeySet.parse(keys.json()).find("ec")).contains(ec.toPublicJWK());
    }

    /** RFC 7517, section 5: what is not understood is left out, and the rest is used. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kty':'EC','kid':'x','crv':'P-999','x':'AA','y':'AA'}",
                "{'kty':'EC','kid':'x','crv':'P-256','x':'AA','y':'AA'}",
                "{'kty':'EC','kid':'x','crv':7,'x':'AA','y':'AA'}",
                "{'kty':'EC','kid':'x'}",
                "{'kty':'OKP','kid':'x','crv':'Ed448','x':'AA'}",
                "{'kty':'AKP','kid':'x','alg':'ML-DSA-44','pub':'AA'}",
                "{'kty':'RSA','kid':'x','n':'AQAB'}",
                "{'kty':'RSA','kid':'x','n':'','e':''}",
                "{'kty':'RSA','kid':'x','n':[1],'e':{}}",
                "{'kty':'RSA','kid':7,'n':'AQAB','e':'AQAB'}",
                "{'kty':null,'kid':'x'}",
                "{'kty':'EC','kid':'x','use':'odd','crv':'P-256','x':'!','y':'?','x5c':'none'}",
                "{'kid':'x'}",
                "{}",
                "null",
                "7",
                "[]",
                "'key'"
            })
    void aKeyThatIsNotUnderstoodIsLeftOutAndTheOthersAreUsed(String odd) throws Exception {
        JWK good = ec("good");
        JWK other = ec("other");

        KeySet keys = KeySet.parse(
                "{\"keys\":[" + good.toJSONString() + "," + odd.replace('\'', '"') + "," + other.toJSONString() + "]}");

        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.find("good")).contains(good.toPublicJWK());
        assertThat(keys.find("other")).contains(other.toPublicJWK());
        assertThatThrownBy(() -> KeySet.parse("{\"keys\":[" + odd.replace('\'', '"') + "]}"))
                .as("a set with nothing to use, which replaces none")
                .isInstanceOf(ParseException.class);
    }

    @Test
    void asManyKeysAsNobodyHasAreRefused() throws Exception {
        List<JWK> many = IntStream.range(0, 21).mapToObj(n -> (JWK) ec("k" + n)).toList();

        assertThat(KeySet.parse(new JWKSet(many.subList(0, 20)).toString()).size())
                .isEqualTo(20);
        assertThatThrownBy(() -> KeySet.parse(new JWKSet(many).toString())).isInstanceOf(ParseException.class);
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatThrownBy(() -> KeySet.parse(new JWKSet(List.of(ec("same"), ec("same"))).toString()))
                .isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[null]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"x\"}]}",
                "{\"keys\":[{\"kty\":\"odd\",\"kid\":\"x\"}]}",
                "<html>",
                "{\"keys\":"
            })
    void whatIsNoKeySetIsRefused(String text) {
        assertThatThrownBy(() -> KeySet.parse(text)).isInstanceOf(ParseException.class);
    }

    @Test
    void aNestThatWouldOverflowTheStackIsRefused() {
        assertThatThrownBy(() -> KeySet.parse("{\"keys\":" + "[".repeat(200_000)))
                .isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.googleapis.com/oauth2/v3/certs",
                "file:///etc/passwd",
                "https:///certs",
                "https://me:pw@host/certs",
                "certs"
            })
    void anAddressThatOthersCouldAnswerForIsRefused(String url) {
        assertThatThrownBy(() -> GoogleSettings.of("client", URI.create(url), "issuer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pw");
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
