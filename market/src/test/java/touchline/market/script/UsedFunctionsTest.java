package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import touchline.market.spot.SpotTrading;

class UsedFunctionsTest {
    @Test
    void functionsThatNothingCallsAreLeftOut() {
        String script = """
                -- unused() is named in a comment only
                local function unused()
                    if true then
                        return 1
                    end
                end
                local function alsoUnused()
                    return 3
                end\s
                local function inner()
                    return 2
                end
                local LIST = {1}
                local function outer()
                    return inner()
                end
                local function callsUnused()
                    return unused()
                end
                return outer()
                """;

        assertThat(UsedFunctions.of(script).replaceAll("\\s+", " ").trim())
                .isEqualTo("local function inner() return 2 end local LIST = {1}"
                        + " local function outer() return inner() end return outer()");
    }

    @Test
    void anOrderNeedsNoneOfWhatSettlesOrFreezes() {
        assertThat(LuaScript.beside(SpotTrading.class, "order_place").source())
                .contains("local function fill_order(", "local function frozen(")
                .doesNotContain("local function freeze_after_event(", "local function outbox_close(");
    }
}
