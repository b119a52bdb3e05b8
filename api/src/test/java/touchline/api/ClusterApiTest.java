package touchline.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Nodes, services, settlements and events, on two whole nodes for all subjects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClusterApiTest {
    private ClusterApiSetup setup;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        setup = ClusterApiSetup.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        setup.close();
    }

    @Nested
    class Nodes extends ClusterNodeCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class SettlementStatusQuery extends SettlementCommandCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class HaltsOfTrading extends HaltCommandCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class Events extends OpsEventCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class MarketDesk extends MarketDeskCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class TwoPeople extends FourEyesCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class Corrections extends CorrectionCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class HandledAlerts extends AlertCommandCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }

    @Nested
    class CrowdedDesk extends CrowdedDeskCases {
        @Override
        ClusterApiSetup setup() {
            return setup;
        }
    }
}
