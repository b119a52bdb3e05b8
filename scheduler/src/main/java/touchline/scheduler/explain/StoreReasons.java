package touchline.scheduler.explain;

import java.util.ArrayList;
import java.util.List;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleWords;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trigger.QuartzNames;

/** Reasons that follow from paused groups of triggers, and from missing rows. */
final class StoreReasons {
    private static final String ALL_GROUPS = "_$_ALL_GROUPS_PAUSED_$_";

    private final JobFacts facts;
    private final LiveNodes nodes;
    private final List<Reason> findings = new ArrayList<>();

    StoreReasons(JobFacts facts, LiveNodes nodes) {
        this.facts = facts;
        this.nodes = nodes;
    }

    List<Reason> findings() {
        groups();
        store();
        return findings;
    }

    private void groups() {
        for (String group : facts.pausedGroups()) {
            boolean held = facts.triggers().stream()
                    .anyMatch(trigger ->
                            trigger.group().equals(group) && trigger.state().startsWith("PAUSED"));
            if (group.equals(QuartzNames.RECOVERING)) {
                if (facts.job().recovered() && !held) {
                    findings.add(recovery(false));
                }
            } else if (concerns(group)) {
                findings.add(new Reason(
                        Situation.GROUP_PAUSED,
                        (group.equals(ALL_GROUPS)
                                        ? "Every group of triggers is"
                                        : "The group " + group + " of triggers is")
                                + " paused in Quartz' own table: what is put there does not fire",
                        held || facts.scheduled().isEmpty(),
                        SuggestedAction.REPAIR_THE_STORE));
            }
        }
    }

    private boolean concerns(String group) {
        return group.equals(ALL_GROUPS)
                || group.equals(QuartzNames.OPERATORS)
                || group.equals(facts.job().name().group())
                || group.equals(facts.job().name().toString());
    }

    static Reason recovery(boolean held) {
        return new Reason(
                Situation.RECOVERY_PAUSED,
                "Runs that are taken up from a dead node " + (held ? "stand still" : "would stand still")
                        + ": their group " + QuartzNames.RECOVERING
                        + " is paused, which a pause of all triggers in the middle of a recovery leaves behind",
                held,
                SuggestedAction.REPAIR_THE_STORE);
    }

    private void store() {
        if (!facts.stored()) {
            if (!nodes.running().isEmpty()) {
                findings.add(Reason.holding(
                        Situation.NOT_IN_STORE,
                        "It is not in the store, though "
                                + HumanFormat.some(LiveNodes.names(nodes.running()), 3)
                                + " may run it: somebody has taken it out; the next node that starts puts it back",
                        SuggestedAction.RESTART_A_NODE));
            }
        } else if (!(facts.schedule() instanceof Schedule.OnDemand)
                && facts.scheduled().isEmpty()) {
            if (FireTimes.of(facts.schedule(), facts.now()).after(facts.now()) == null) {
                findings.add(ended(facts));
            } else {
                findings.add(Reason.holding(
                        Situation.NO_TRIGGER,
                        "It has a schedule and no trigger: somebody has taken that out; the next node that starts puts it back",
                        SuggestedAction.RESTART_A_NODE));
            }
        }
    }

    static Reason ended(JobFacts facts) {
        return Reason.holding(
                Situation.SCHEDULE_ENDED,
                "Its schedule has no time left: " + ScheduleWords.of(facts.schedule()),
                SuggestedAction.CHANGE_THE_SCHEDULE);
    }
}
