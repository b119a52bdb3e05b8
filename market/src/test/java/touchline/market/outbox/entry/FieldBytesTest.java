package touchline.market.outbox.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldBytesTest {
    private final Map<String, String> fields = fields("type", "tick", "seq", "7", "name", "Müller", "seq", "8");

    @Test
    void aFieldIsFoundByItsName() {
        assertThat(fields.get("name")).isEqualTo("Müller");
        assertThat(fields.containsKey("type")).isTrue();
        assertThat(fields.getOrDefault("kind", "none")).isEqualTo("none");
        assertThat(fields.get("se")).isNull();
        assertThat(fields.get("sep")).isNull();
    }

    @Test
    void ofARepeatedNameTheLastValueCounts() {
        assertThat(fields.get("seq")).isEqualTo("8");
    }

    @Test
    void itEqualsAMapOfTheSameFields() {
        assertThat(fields).isEqualTo(Map.of("type", "tick", "seq", "8", "name", "Müller"));
    }

    private static Map<String, String> fields(String... texts) {
        return new FieldBytes(Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}
