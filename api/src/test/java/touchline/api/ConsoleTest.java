package touchline.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, on one node and one page for all subjects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class ConsoleTest {
    private ConsoleSetup setup;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        setup = ConsoleSetup.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        setup.close();
    }

    @Nested
    class Overview extends ConsoleOverviewCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Access extends ConsoleAccessCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Screens extends ConsoleScreenCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Commands extends ConsoleCommandCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Incidents extends ConsoleIncidentCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class MarketDesk extends ConsoleMarketDeskCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Charts extends ConsoleChartCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Touch extends ConsoleTouchCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Tasks extends ConsoleTaskCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Roles extends ConsoleRoleCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Filters extends ConsoleFilterCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Trouble extends ConsoleTroubleCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Audit extends ConsoleAuditCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }

    @Nested
    class Connection extends ConsoleConnectionCases {
        @Override
        ConsoleSetup setup() {
            return setup;
        }
    }
}
