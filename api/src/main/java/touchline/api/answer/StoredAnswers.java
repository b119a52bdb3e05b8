package touchline.api.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.answer.AnswerRepository.StoredAnswer;
import touchline.api.auth.Trader;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;
import touchline.api.request.BodyReader;
import touchline.api.secret.SecretSeal;
import touchline.api.secret.Sha256;
import touchline.market.Refusal;

/**
 * Executes a request under an {@code Idempotency-Key} once, and gives its answer again for 24 hours. The answer is stored in the transaction of the effect. Thread-safe.
 */
public final class StoredAnswers {
    private final Jdbi jdbi;
    private final AnswerRepository repository;
    private final SecretSeal seal;
    private final ObjectMapper json;

    /**
     * The answers in a book.
     *
     * @param jdbi the one that the actions use, so that they join the transaction
     */
    public StoredAnswers(Jdbi jdbi, SecretSeal seal, ObjectMapper json) {
        this.jdbi = jdbi;
        this.repository = new AnswerRepository(jdbi);
        this.seal = seal;
        this.json = json;
    }

    /** The call that a key is sent with. */
    public record Call(
            ContainerRequestContext request,
            Trader trader,
            @Nullable String key) {
        private String fingerprint() {
            String whole =
                    request.getMethod() + " " + request.getUriInfo().getPath() + "\n" + BodyReader.canonical(request);
            return Sha256.hex(whole);
        }
    }

    /**
     * Executes a call, or gives the answer of its first execution.
     *
     * @param action changes the book; a conflict (409) that it throws is an answer too
     * @throws ProblemException idempotency-key-reused, if the key was used with another call; unavailable, if the answer can't be read; and what the action throws
     */
    public Response once(Call call, Supplier<Response> action) {
        String key = call.key();
        if (key == null) {
            return action.get();
        }
        return jdbi.inTransaction(transaction -> {
            repository.lock(transaction, call.trader().id(), key);
            Optional<StoredAnswer> before =
                    repository.find(transaction, call.trader().id(), key);
            if (before.isPresent()) {
                return again(call, key, before.get());
            }
            Response answer = answer(action);
            byte[] sealed = seal.seal(bytes(answer.getEntity()), owner(call, key));
            repository.store(
                    transaction,
                    call.trader().id(),
                    key,
                    new StoredAnswer(call.fingerprint(), answer.getStatus(), sealed));
            return answer;
        });
    }

    /** Deletes answers that are not given any more and returns their number. */
    public int deleteOld() {
        return repository.deleteOld();
    }

    private Response again(Call call, String key, StoredAnswer stored) {
        if (!stored.fingerprint().equals(call.fingerprint())) {
            throw new ProblemException(Problems.refused(Refusal.IDEMPOTENCY_KEY_REUSED));
        }
        byte[] body = seal.open(stored.sealed(), owner(call, key))
                .orElseThrow(() -> new ProblemException(Problems.unavailable(Unavailable.ANSWER_UNREADABLE)));
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        if (stored.status() == Response.Status.NO_CONTENT.getStatusCode()) {
            return Response.noContent().cacheControl(never).build();
        }
        try {
            return Response.status(stored.status())
                    .type(stored.status() < 400 ? MediaType.APPLICATION_JSON_TYPE : Problem.MEDIA_TYPE)
                    .entity(json.readTree(body))
                    .cacheControl(never)
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("it was written as JSON", e);
        }
    }

    private static Response answer(Supplier<Response> action) {
        try {
            return action.get();
        } catch (ProblemException refused) {
            if (refused.problem().status() != Response.Status.CONFLICT.getStatusCode()) {
                throw refused;
            }
            return refused.problem().response();
        }
    }

    private byte[] bytes(@Nullable Object entity) {
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are always written", e);
        }
    }

    private static String owner(Call call, String key) {
        return call.trader().id().value() + "\n" + key;
    }
}
