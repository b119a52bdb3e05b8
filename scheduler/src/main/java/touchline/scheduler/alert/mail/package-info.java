/** E-mail about alerts, by SMTP. */
@NullMarked
package touchline.scheduler.alert.mail;

import org.jspecify.annotations.NullMarked;
