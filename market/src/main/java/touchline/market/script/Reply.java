package touchline.market.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.TradeOutcome;

/** A script's answer: a word, and what follows it. */
public record Reply(List<String> values) {

    public String word() {
        return values.get(0);
    }

    public boolean is(String word) {
        return word().equals(word);
    }

    public String text(int at) {
        return values.get(at);
    }

    public long number(int at) {
        return Long.parseLong(values.get(at));
    }

    /** Names and values in turn, to the end. */
    public Map<String, String> fields(int from) {
        Map<String, String> fields = new HashMap<>();
        for (int n = from; n + 1 < values.size(); n += 2) {
            fields.put(values.get(n), values.get(n + 1));
        }
        return fields;
    }

    /** Of an answer {@code refused}: the problem. */
    public Refusal refusal() {
        return rejection().why();
    }

    /** Of an answer {@code refused}: the problem's slug and its facts. */
    public Rejection rejection() {
        return Rejection.of(Refusal.ofSlug(values.get(1)), values.subList(2, values.size()));
    }

    /** The outcome of a step that answers {@code refused} and a slug, or something else with its values. */
    public <T> TradeOutcome<T> outcome(Function<Reply, T> done) {
        return is("refused") ? TradeOutcome.refused(rejection()) : TradeOutcome.done(done.apply(this));
    }
}
