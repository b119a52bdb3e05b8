/**
 * Tells operators what they would want to be woken for. Rules stand in the configuration; every two seconds one node holds them against what the database
 * says, opens an alert a rule and subject, and closes it when it is no longer so. What is opened and closed is told to a webhook, signed, until it
 * answers. What the platform can't know by itself comes in through {@link touchline.scheduler.alert.rule.AlertSource}.
 */
@NullMarked
package touchline.scheduler.alert;

import org.jspecify.annotations.NullMarked;
