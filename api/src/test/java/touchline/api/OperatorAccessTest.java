package touchline.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Access of operators to two nodes, as browsers, scripts and attackers see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OperatorAccessTest {
    private OperatorAccessSetup setup;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        setup = OperatorAccessSetup.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        setup.close();
    }

    @Nested
    class Sessions extends OperatorSessionCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }

    @Nested
    class Roles extends OperatorRoleCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }

    @Nested
    class Requests extends OperatorRequestCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }

    @Nested
    class Guesses extends PasswordGuessCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }

    @Nested
    class Accounts extends OperatorAccountCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }

    @Nested
    class SecondFactors extends SecondFactorCases {
        @Override
        OperatorAccessSetup setup() {
            return setup;
        }
    }
}
