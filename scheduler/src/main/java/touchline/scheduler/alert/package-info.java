/**
 * Notifies operators. Rules are configured; every two seconds one node evaluates them against the database, opens one alert per rule and subject, and
 * closes it when its condition is over. Openings and closings are sent to each
 * configured channel until it accepts them. Conditions outside the platform
 * come from {@link touchline.scheduler.alert.rule.AlertSource}.
 */
@NullMarked
package touchline.scheduler.alert;

import org.jspecify.annotations.NullMarked;
