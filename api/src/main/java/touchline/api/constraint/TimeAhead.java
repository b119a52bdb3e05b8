package touchline.api.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.text.HumanDuration;

/** A time ahead, or a duration from now, from a second to 366 days; null is valid. */
@Constraint(validatedBy = TimeAhead.TimeAheadCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface TimeAhead {
    Duration SHORTEST = Duration.ofSeconds(1);
    Duration LONGEST = Duration.ofDays(366);

    String message() default
            "must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint. */
    final class TimeAheadCheck implements ConstraintValidator<TimeAhead, String> {
        private static final int LONGEST_TEXT = 64;

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            Instant now = context.getClockProvider().getClock().instant();
            try {
                Instant time = time(text, now);
                return text.length() <= LONGEST_TEXT
                        && !time.isBefore(now.plus(SHORTEST))
                        && !time.isAfter(now.plus(LONGEST));
            } catch (DateTimeException | ArithmeticException e) {
                return false;
            }
        }

        /**
         * Returns the time that a valid text means.
         *
         * @throws DateTimeException if it can't be read
         */
        public static Instant time(String text, Instant now) {
            return HumanDuration.isOne(text)
                    ? now.plus(HumanDuration.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
        }
    }
}
