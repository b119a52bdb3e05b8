package touchline.api.config.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.fixture.BumpKind;
import touchline.market.fixture.BumpTable;
import touchline.market.matchfeed.PlayerPosition;

class BumpConfigTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void aBumpIsANumberOrOneForEachPosition() throws Exception {
        Map<BumpKind, BumpConfig> bumps = read("{GOAL: {GOALKEEPER: 800, ATTACKER: 450}, RED_CARD: -500}");

        assertThat(bumps.get(BumpKind.GOAL))
                .isEqualTo(new BumpConfig(Map.of(PlayerPosition.GOALKEEPER, 800, PlayerPosition.ATTACKER, 450)));
        assertThat(bumps.get(BumpKind.RED_CARD)).isEqualTo(new BumpConfig(BumpTable.everywhere(-500)));
        assertThat(BumpConfig.table(bumps)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{GOAL: many} | a bump is a whole number of basis points, or one for each position, not \"many\"",
                "{GOAL: 5.5} | a bump is a whole number of basis points, or one for each position, not 5.5",
                "{GOAL: {}} | a bump is a whole number of basis points, or one for each position, not {}",
                "{GOAL: {LIBERO: 5}} | there is no position LIBERO; there is [GOALKEEPER, DEFENDER, MIDFIELDER, ATTACKER, UNKNOWN]",
                "{GOAL: {DEFENDER: x}} | what DEFENDER gets is a whole number of basis points, not \"x\"",
                "{GOAL: {DEFENDER: 6000}} | GOAL of DEFENDER can't be 6000: a bump is at most 5000 basis points either way",
                "{NUTMEG: 5} | NUTMEG",
                "{GOAL: null} | market.bumps.GOAL says nothing",
                "{} | market.bumps is missing"
            })
    void invalidBumpsAreRefusedWithTheValidForm(String bumps, String said) {
        assertThatThrownBy(() -> BumpConfig.table(read(bumps))).hasMessageContaining(said);
    }

    private static Map<BumpKind, BumpConfig> read(String yaml) throws Exception {
        return YAML.readValue(yaml, new TypeReference<>() {});
    }
}
