package touchline.jobs.bots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Jdbi;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** The personas and their wallets. */
public final class BotRoster {
    private static final List<String> NAMES = List.of(
            "Ada", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Luca");

    private final Jdbi jdbi;
    private final Wallets wallets;
    private final BotRules rules;
    private final List<Persona> personas;
    private volatile boolean noted;

    public BotRoster(Jdbi jdbi, Wallets wallets, BotRules rules) {
        this.jdbi = jdbi;
        this.wallets = wallets;
        this.rules = rules;
        this.personas = List.copyOf(cast(rules));
    }

    List<Persona> personas() {
        return personas;
    }

    /**
     * Funds the bots' account, opens missing wallets, and stores the personas. Idempotent.
     *
     * @return why it failed; empty if every persona has its wallet
     */
    Optional<Refusal> fund() {
        Optional<Refusal> refused = why(wallets.fundBots(rules.purse()));
        for (Persona persona : personas) {
            if (refused.isEmpty()) {
                refused = why(wallets.open(persona.user(), persona.name(), UserKind.BOT, rules.stake()));
            }
        }
        if (refused.isEmpty() && !noted) {
            personas.forEach(this::note);
            noted = true;
        }
        return refused;
    }

    private static Optional<Refusal> why(TradeOutcome<?> outcome) {
        return outcome instanceof TradeOutcome.Refused<?> refused ? Optional.of(refused.why()) : Optional.empty();
    }

    private void note(Persona persona) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bot_personas (user_id, name, strategy, budget, seed)
                        VALUES (:user, :name, :strategy, :budget, :seed) ON CONFLICT DO NOTHING
                        """)
                .bind("user", persona.user().value())
                .bind("name", persona.name())
                .bind("strategy", persona.strategy().name())
                .bind("budget", rules.stake().tenThousandths())
                .bind("seed", persona.seed())
                .execute());
    }

    private static List<Persona> cast(BotRules rules) {
        SplittableRandom seeds = new SplittableRandom(rules.seed());
        List<Persona> cast = new ArrayList<>();
        Strategy[] strategies = Strategy.values();
        for (int n = 0; n < rules.personas(); n++) {
            String name = NAMES.get(n % NAMES.size()) + (n < NAMES.size() ? "" : " " + (n / NAMES.size() + 1));
            cast.add(new Persona(
                    UserId.of("bot-" + (n + 1)), name, strategies[n % strategies.length], seeds.nextLong()));
        }
        return cast;
    }
}
