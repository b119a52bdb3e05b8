package touchline.api.ops.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.api.ops.command.PauseView;
import touchline.scheduler.history.Execution;
import touchline.scheduler.history.JobStatus;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.operation.Pauses;
import touchline.scheduler.schedule.ScheduleWords;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.MissedTimes;

/** Views of jobs, in four queries for any number of them. */
final class JobViews {
    private final JobStatusQuery statuses;
    private final EffectiveSchedules schedules;
    private final Pauses pauses;

    JobViews(JobStatusQuery statuses, EffectiveSchedules schedules, Pauses pauses) {
        this.statuses = statuses;
        this.schedules = schedules;
        this.pauses = pauses;
    }

    List<JobSummary> summaries(Collection<JobDefinition> jobs) {
        Map<JobName, JobStatus> stand =
                statuses.of(jobs.stream().map(JobDefinition::name).toList());
        Map<JobName, EffectiveSchedules.Overridden> overrides = schedules.overrides();
        List<Pauses.Pause> held = pauses.all();
        return jobs.stream()
                .map(job -> summary(
                        job,
                        Objects.requireNonNull(stand.get(job.name())),
                        Optional.ofNullable(overrides.get(job.name())),
                        held))
                .toList();
    }

    JobDetail detail(JobDefinition job) {
        Optional<EffectiveSchedules.Overridden> override = schedules.override(job.name());
        List<Pauses.Pause> held = pauses.all();
        JobStatus status = statuses.of(List.of(job.name())).values().iterator().next();
        boolean heldItself = held.stream().anyMatch(pause -> job.name().equals(pause.job()));
        return new JobDetail(
                summary(job, status, override, held),
                ScheduleView.of(job.schedule()),
                ScheduleView.of(
                        override.map(EffectiveSchedules.Overridden::schedule).orElse(job.schedule())),
                override.map(one -> new JobDetail.Overridden(one.actor(), one.reason(), one.at()))
                        .orElse(null),
                job.misfire().name(),
                job.recovered(),
                job.deadline().toMillis(),
                JobDetail.RetryView.of(job.retry()),
                job.parameters().stream().map(JobDetail.ParameterView::of).toList(),
                job.condition().words().isEmpty() ? null : job.condition().words(),
                statuses.nodes(job.name()),
                heldItself
                        ? JobDetail.Resuming.of(pauses.missed(job.name()), MissedTimes.MOST, pauses.waiting(job.name()))
                        : null);
    }

    private static JobSummary summary(
            JobDefinition job,
            JobStatus status,
            Optional<EffectiveSchedules.Overridden> override,
            List<Pauses.Pause> held) {
        Schedule schedule =
                override.map(EffectiveSchedules.Overridden::schedule).orElse(job.schedule());
        JobStatus.Trigger trigger = status.trigger();
        return new JobSummary(
                job.name().group(),
                job.name().name(),
                job.description(),
                status.state().name(),
                ScheduleWords.of(schedule),
                override.isPresent(),
                job.exclusive(),
                earliest(trigger == null ? null : trigger.next(), status.asked().next()),
                trigger == null ? null : trigger.previous(),
                status.asked().runs(),
                pause(job.name(), held),
                status.lastRun().map(JobSummary.Run::of).orElse(null),
                status.lastEnded().map(beat -> beat.outcome().name()).orElse(null),
                status.lastSuccessAt(),
                JobSummary.Rate.of(status.lately()),
                JobSummary.Rate.of(status.day()),
                new JobSummary.Durations(
                        status.duration().median(), status.duration().high()),
                new JobSummary.Lateness(
                        status.lateness().median(), status.lateness().high()),
                job.lateAfter().toMillis(),
                status.failuresInARow(),
                running(status.underWay()),
                status.beats().stream()
                        .map(beat -> JobSummary.Beat.of(beat, job.lateAfter()))
                        .toList());
    }

    /** The pause of the job takes precedence over that of all jobs. */
    private static @Nullable PauseView pause(JobName job, List<Pauses.Pause> held) {
        return Stream.concat(
                        held.stream().filter(pause -> job.equals(pause.job())),
                        held.stream().filter(pause -> pause.job() == null))
                .findFirst()
                .map(PauseView::of)
                .orElse(null);
    }

    private static List<JobSummary.Run> running(List<Execution> underWay) {
        return underWay.stream()
                .filter(run -> run.result().outcome() == RunOutcome.RUNNING)
                .map(run -> new JobSummary.Run(
                        Long.toString(run.id()),
                        run.result().outcome().name(),
                        run.attempt().node(),
                        run.times().scheduledAt(),
                        run.times().firedAt(),
                        null,
                        run.times().latenessMillis(),
                        null))
                .toList();
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
