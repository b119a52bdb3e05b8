package touchline.api;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every route takes the input that the OpenAPI document declares, and refuses any other. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DeclaredInputTest {
    private OpsNode node;

    @BeforeAll
    void start(SharedNode shared) {
        node = shared.node();
    }

    @Test
    void undeclaredParametersAreRefusedByName() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.aParameterThatIsNotDeclaredIsRefusedByNameOnEveryRoute();
        }
    }

    @Test
    void declaredParametersAreTakenOnceAndSpelledAsDeclared() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.aParameterThatIsDeclaredIsTakenOnceAndSpelledAsDeclared();
        }
    }

    @Test
    void routesWithoutABodyTakeOnlyAnEmptyOne() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.whereNoBodyIsDeclaredOnlyAnEmptyOneIsTaken();
        }
    }

    @Test
    void bodiesAreReadAsUtf8AndAsOneObject() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.whereABodyIsDeclaredItIsReadAsUtf8AndAsOneObject();
        }
    }

    @Test
    void malformedOrRepeatedIdempotencyKeysAreRefused() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.aMalformedOrRepeatedIdempotencyKeyIsRefusedOnEveryRoute();
        }
    }

    @Test
    void everyWriteOfAClientTakesAnIdempotencyKeyOrIsHarmlessToRepeat() throws Exception {
        try (InputChecks checks = new InputChecks(node, SharedNode.PASSWORD)) {
            checks.everyWriteOfAClientTakesAnIdempotencyKeyOrIsHarmlessToRepeat();
        }
    }
}
