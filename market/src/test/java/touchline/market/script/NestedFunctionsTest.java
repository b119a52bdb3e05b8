package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import touchline.market.spot.SpotTrading;

class NestedFunctionsTest {
    @Test
    void aFunctionMovesIntoTheOneThatAloneNeedsIt() {
        assertNested("""
                local function deep(x)
                    return x
                end
                local function inner(x)
                    return deep(x)
                end
                local function outer(x)
                    if inner(x) then
                        return deep('inner(x)')
                    end
                end
                return outer(1)
                """, """
                local function outer(x)
                local function deep(x)
                    return x
                end
                local function inner(x)
                    return deep(x)
                end
                    if inner(x) then
                        return deep('inner(x)')
                    end
                end
                return outer(1)
                """);
    }

    @Test
    void aFunctionOfTwoStays() {
        assertStays("""
                local function shared()
                    return 1
                end
                local function one()
                    return shared()
                end
                local function other()
                    return shared()
                end
                return one() + other()
                """);
    }

    @Test
    void noFunctionIsCreatedAgainAndAgain() {
        assertStays("""
                local function inner(n)
                    return n
                end
                local function outer(n)
                    return inner(n)
                end
                for n = 1, 10 do
                    outer(n)
                end
                """);
        assertStays("""
                local function inner()
                    return 1
                end
                local function outer()
                    return inner()
                end
                return outer() + outer() + outer() + outer()
                """);
    }

    @Test
    void aNameMeansTheSameInItsNewPlace() {
        assertStays("""
                local price = 1
                local function inner()
                    return price
                end
                local function outer(price)
                    return price + inner()
                end
                return outer(2)
                """);
        assertStays("""
                local price = 1
                local function inner()
                    return price
                end
                local price = 2
                local function outer()
                    return price + inner()
                end
                return outer()
                """);
    }

    @Test
    void aParameterOfItsOwnHidesNothing() {
        assertNested("""
                local price = 1
                local function inner(price)
                    return price
                end
                local function outer(price)
                    return inner(price)
                end
                return outer(price)
                """, """
                local price = 1
                local function outer(price)
                local function inner(price)
                    return price
                end
                    return inner(price)
                end
                return outer(price)
                """);
    }

    @Test
    void anOrderCreatesWhatAnInPlayRequestNeedsOnlyWhereItWaits() {
        String order = LuaScript.beside(SpotTrading.class, "order_place").source();

        assertThat(order.indexOf("local function enqueue("))
                .isGreaterThan(order.indexOf("local function wait("))
                .isLessThan(order.indexOf("return {'pending', id, due}"));
    }

    private static void assertStays(String script) {
        assertNested(script, script);
    }

    private static void assertNested(String script, String expected) {
        assertThat(NestedFunctions.of(script).replaceAll("\n+", "\n").trim()).isEqualTo(expected.trim());
    }
}
