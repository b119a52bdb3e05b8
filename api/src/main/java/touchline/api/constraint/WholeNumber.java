package touchline.api.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;
import touchline.market.MarketRules;

/** A required whole number from 1 to a bound of the market's rules, which are the payload of the validator. */
@Constraint(validatedBy = WholeNumber.WholeNumberCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@Repeatable(WholeNumber.WholeNumbers.class)
public @interface WholeNumber {
    MarketBound max();

    String message() default "must be a whole number";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The container of repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface WholeNumbers {
        WholeNumber[] value();
    }

    /** Checks the constraint. */
    @SuppressWarnings("NullAway.Init") // the validator calls initialize first
    final class WholeNumberCheck implements ConstraintValidator<WholeNumber, Number> {
        private MarketBound bound;

        @Override
        public void initialize(WholeNumber constraint) {
            bound = constraint.max();
        }

        @Override
        public boolean isValid(@Nullable Number number, ConstraintValidatorContext context) {
            HibernateConstraintValidatorContext own = context.unwrap(HibernateConstraintValidatorContext.class);
            long max = bound.of(own.getConstraintValidatorPayload(MarketRules.class));
            if (number != null && number.longValue() >= 1 && number.longValue() <= max) {
                return true;
            }
            own.disableDefaultConstraintViolation();
            own.buildConstraintViolationWithTemplate("must be a whole number from 1 to " + max)
                    .addConstraintViolation();
            return false;
        }
    }
}
