package touchline.api.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Texts;

/** A string that is not blank and that Postgres can store; null is valid. */
@Constraint(validatedBy = StorableText.StorableTextCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
@interface StorableText {
    String message() default "must be a string";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint. */
    final class StorableTextCheck implements ConstraintValidator<StorableText, String> {
        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || (!text.isBlank() && Texts.isStorable(text));
        }
    }
}
