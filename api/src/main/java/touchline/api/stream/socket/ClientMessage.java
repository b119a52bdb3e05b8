package touchline.api.stream.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.JsonBody;
import touchline.market.instrument.InstrumentId;

/**
 * A message of a client.
 *
 * @param instruments null for all
 * @param lastEventId after which the events begin; null for now
 * @param token authenticates; null if the action has none
 */
record ClientMessage(
        Action action,
        @Nullable Set<InstrumentId> instruments,
        @Nullable String lastEventId,
        @Nullable String token) {
    private static final int LONGEST_TEXT = 4_096;

    /** The actions, and the fields that each has. */
    enum Action {
        AUTHENTICATE("token"),
        SUBSCRIBE("instruments", "lastEventId"),
        UNSUBSCRIBE("instruments"),
        PING();

        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<String> fields;

        Action(String... fields) {
            this.fields = Set.of(fields);
        }

        private static @Nullable Action of(@Nullable JsonNode name) {
            return Arrays.stream(values())
                    .filter(action -> name != null && action.word().equals(name.textValue()))
                    .findFirst()
                    .orElse(null);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a message.
     *
     * @throws ProblemException malformed-json if it is no JSON object, validation with every fault otherwise
     */
    static ClientMessage parse(String text) {
        ObjectNode sent = JsonBody.parse(text.getBytes(StandardCharsets.UTF_8));
        List<Problem.FieldError> errors = new ArrayList<>();
        Action action = Action.of(sent.get("action"));
        if (action == null) {
            errors.add(Problem.FieldError.of(
                    "action",
                    "must be one of "
                            + Arrays.stream(Action.values()).map(Action::word).toList()));
        } else {
            sent.fieldNames().forEachRemaining(field -> {
                if (!field.equals("action") && !action.fields.contains(field)) {
                    errors.add(Problem.FieldError.of(field, JsonBody.UNKNOWN));
                }
            });
        }
        Set<InstrumentId> instruments = instruments(sent.get("instruments"), errors);
        String lastEventId = text(sent, "lastEventId", errors);
        String token = text(sent, "token", errors);
        if (action == Action.AUTHENTICATE && token == null && errors.isEmpty()) {
            errors.add(Problem.FieldError.of("token", "must be a string"));
        }
        if (action == null || !errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(errors));
        }
        return new ClientMessage(action, instruments, lastEventId, token);
    }

    private static @Nullable Set<InstrumentId> instruments(@Nullable JsonNode list, List<Problem.FieldError> errors) {
        if (list == null || list.isNull()) {
            return null;
        }
        Set<InstrumentId> ids = new LinkedHashSet<>();
        try {
            if (!list.isArray()) {
                throw new IllegalArgumentException("no list");
            }
            for (JsonNode id : list) {
                ids.add(InstrumentId.parse(String.valueOf(id.textValue())));
            }
        } catch (IllegalArgumentException e) {
            errors.add(Problem.FieldError.of("instruments", "must be a list of ids of instruments"));
        }
        return ids;
    }

    private static @Nullable String text(ObjectNode sent, String field, List<Problem.FieldError> errors) {
        JsonNode value = sent.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
            errors.add(Problem.FieldError.of(field, "must be a string"));
        }
        return value.textValue();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ClientMessage[" + action + "]";
    }
}
