package touchline.api.ops.settlement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.jobs.sportmonks.SettleJob;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.settlement.SettlementStep;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.scheduler.history.RunRequestsQuery;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;
import touchline.scheduler.operation.Pauses;

/** Settlements and the requests of their job. */
final class SettlementOperations {
    private final SettlementProgressQuery settlements;
    private final RunRequestsQuery requests;
    private final FixtureRepository fixtures;
    private final JobOperations operations;
    private final SettlementPreviews previews;
    private final SetAsideRecords setAside;

    SettlementOperations(
            SettlementProgressQuery settlements,
            RunRequestsQuery requests,
            FixtureRepository fixtures,
            JobOperations operations,
            SettlementPreviews previews,
            SetAsideRecords setAside) {
        this.settlements = settlements;
        this.requests = requests;
        this.fixtures = fixtures;
        this.operations = operations;
        this.previews = previews;
        this.setAside = setAside;
    }

    /**
     * The latest first, after those that were requested and have not started.
     *
     * @param isOpen only those that are not done
     */
    List<SettlementView> latest(boolean isOpen, int most) {
        Map<String, Instant> waiting = waiting();
        List<SettlementView> begun = settlements.latest(isOpen, most).stream()
                .map(course -> view(course, waiting.remove(course.fixture().toString())))
                .toList();
        List<SettlementView> all = new ArrayList<>();
        waiting.forEach((subject, dueAt) -> toBegin(subject, dueAt).ifPresent(all::add));
        all.addAll(begun);
        return all.size() > most ? all.subList(0, most) : all;
    }

    Optional<SettlementView> find(FixtureId fixture) {
        Instant dueAt = waiting().get(fixture.toString());
        Optional<SettlementView> begun = settlements.find(fixture).map(course -> view(course, dueAt));
        return begun.isPresent() || dueAt == null ? begun : toBegin(fixture.toString(), dueAt);
    }

    /** Previews the settlement of a fixture; empty where there is no such fixture. */
    Optional<PreviewView> preview(FixtureId fixture, SettlementKind kind) {
        return previews.of(fixture, kind).map(PreviewView::of);
    }

    /** Retries an unfinished settlement now. */
    CommandResult<JobOperations.MovedUp> retry(FixtureId fixture, Attribution order) {
        String subject = fixture.toString();
        Optional<SettlementProgressQuery.Course> course = settlements.find(fixture);
        if (course.isEmpty()) {
            return operations.runNow(SettleJob.NAME, subject, null, order);
        }
        if (course.get().step() == SettlementStep.DONE) {
            return new CommandResult.Refused<>(
                    course.get().name() + " is settled since " + course.get().settledAt());
        }
        return operations.runNow(
                SettleJob.NAME,
                subject,
                Map.of(
                        SettleJob.FIXTURE_PARAMETER.name(),
                        subject,
                        SettleJob.KIND_PARAMETER.name(),
                        course.get().kind().name()),
                order);
    }

    private Map<String, Instant> waiting() {
        Map<String, Instant> waiting = new LinkedHashMap<>();
        requests.waiting(SettleJob.NAME).forEach(request -> waiting.put(request.subject(), request.dueAt()));
        return waiting;
    }

    private SettlementView view(SettlementProgressQuery.Course course, @Nullable Instant dueAt) {
        String fixture = course.fixture().toString();
        Pauses pauses = operations.pauses();
        return SettlementView.of(
                course,
                new SettlementView.Surroundings(
                        dueAt,
                        requests.lastRun(SettleJob.NAME, fixture),
                        pauses.ofEverything().or(() -> pauses.of(SettleJob.NAME)),
                        setAside.of(fixture)));
    }

    /** The view of a settlement that has not started. */
    private Optional<SettlementView> toBegin(String subject, Instant dueAt) {
        FixtureId id = FixtureId.parse(subject);
        if (settlements.find(id).isPresent()) {
            return Optional.empty(); // it is older than those that were asked for
        }
        String name = fixtures.find(id).map(Fixture::name).orElse(subject);
        return Optional.of(view(
                new SettlementProgressQuery.Course(
                        id, name, SettlementKind.FULL_TIME, SettlementStep.FREEZE, 0, null, dueAt, null, List.of()),
                dueAt));
    }
}
