package touchline.jobs.platform;

/**
 * A job as declared.
 *
 * @param description what it does, in words
 * @param exclusive whether Quartz keeps two runs of it apart; a hint, as a node that was paused goes on: effects have to be safe
 * @param recovered whether a run that died with its node is taken up by another
 */
public record JobDefinition(
        JobName name, String description, Schedule schedule, boolean exclusive, boolean recovered, TouchlineJob job) {}
