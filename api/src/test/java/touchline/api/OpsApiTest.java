package touchline.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The operators' API on two nodes for all subjects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OpsApiTest {
    private OpsApiSetup setup;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        setup = OpsApiSetup.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        setup.close();
    }

    @Nested
    class Reads extends OpsReadCases {
        @Override
        OpsApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class Roles extends OpsRoleCases {
        @Override
        OpsApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class Commands extends OpsCommandCases {
        @Override
        OpsApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class Input extends OpsInputCases {
        @Override
        OpsApiSetup setup() {
            return setup;
        }
    }
}
