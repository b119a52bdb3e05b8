package touchline.jobs.bots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Jdbi;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.script.UnreadableKeyException;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** The personas and their wallets. */
public final class BotRoster {
    private static final List<String> NAMES = List.of(
            "Ada", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Luca");

    private final PersonaRepository stored;
    private final Wallets wallets;
    private final BotRules rules;
    private final List<Persona> personas;
    private volatile boolean isStored;

    public BotRoster(Jdbi jdbi, Wallets wallets, BotRules rules) {
        this.stored = new PersonaRepository(jdbi);
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
                refused = open(persona);
            }
        }
        if (refused.isEmpty() && !isStored) {
            personas.forEach(persona -> stored.add(persona, rules.stake().tenThousandths()));
            isStored = true;
        }
        return refused;
    }

    /** One whose wallet can't be read has one: its turns are left out. */
    private Optional<Refusal> open(Persona persona) {
        try {
            return why(wallets.open(persona.user(), persona.name(), UserKind.BOT, rules.stake()));
        } catch (UnreadableKeyException named) {
            return Optional.empty();
        }
    }

    private static Optional<Refusal> why(TradeOutcome<?> outcome) {
        return outcome instanceof TradeOutcome.Refused<?> refused ? Optional.of(refused.why()) : Optional.empty();
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
