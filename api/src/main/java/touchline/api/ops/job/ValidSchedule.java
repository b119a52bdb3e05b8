package touchline.api.ops.job;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A schedule that fires. Each error is one of the field that causes it. */
@Constraint(validatedBy = ValidSchedule.ValidScheduleCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface ValidSchedule {
    String message() default "must be a schedule";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint. */
    final class ValidScheduleCheck implements ConstraintValidator<ValidSchedule, ScheduleBody> {
        @Override
        public boolean isValid(ScheduleBody body, ConstraintValidatorContext context) {
            context.disableDefaultConstraintViolation();
            return body.schedule(
                            context.getClockProvider().getClock().instant(),
                            (field, message) -> context.buildConstraintViolationWithTemplate(literal(message))
                                    .addPropertyNode(field)
                                    .addConstraintViolation())
                    .isPresent();
        }

        /** The message may have text of the client, which is no template. */
        private static String literal(String message) {
            return message.replaceAll("[\\\\{}$]", "\\\\$0");
        }
    }
}
