package touchline.jobs.bots;

import org.jdbi.v3.core.Jdbi;

/** The rows of {@code bot_personas}. Thread-safe. */
final class PersonaRepository {
    private final Jdbi jdbi;

    PersonaRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Adds a persona, unless it is stored.
     *
     * @param budget in ten-thousandths of a coin
     */
    void add(Persona persona, long budget) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bot_personas (user_id, name, strategy, budget, seed)
                        VALUES (:user, :name, :strategy, :budget, :seed) ON CONFLICT DO NOTHING
                        """)
                .bind("user", persona.user().value())
                .bind("name", persona.name())
                .bind("strategy", persona.strategy().name())
                .bind("budget", budget)
                .bind("seed", persona.seed())
                .execute());
    }
}
