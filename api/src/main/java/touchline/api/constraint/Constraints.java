package touchline.api.constraint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import touchline.market.MarketRules;

/** The constraints of request bodies under the market's rules: checks them, and describes them. Thread-safe. */
public final class Constraints {
    private static final Pattern ATTRIBUTE = Pattern.compile("\\{(\\w+)}");

    private final MarketRules rules;
    private final Validator validator;

    public Constraints(MarketRules rules) {
        this.rules = rules;
        this.validator = Validation.byProvider(HibernateValidator.class)
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .unwrap(HibernateValidatorFactory.class)
                .usingContext()
                .constraintValidatorPayload(rules)
                .getValidator();
    }

    public <T> Set<ConstraintViolation<T>> check(T body) {
        Class<?>[] chosen = body instanceof ValidationGroups groups ? groups.groups() : new Class<?>[0];
        Class<?>[] all = Arrays.copyOf(chosen, chosen.length + 1);
        all[chosen.length] = Default.class;
        return validator.validate(body, all);
    }

    /** Returns the message of a field's first constraint; if there is none, the other. */
    public String message(Class<?> body, String field, String otherwise) {
        return direct(body, field)
                .findFirst()
                .map(constraint -> interpolated(constraint.getMessageTemplate(), constraint.getAttributes()))
                .orElse(otherwise);
    }

    /** Adds the bounds of a field to its JSON schema. Of alternative bounds, the wider one: the document forbids nothing that is taken. */
    public void describe(Class<?> body, String field, ObjectNode schema) {
        direct(body, field).flatMap(Constraints::withComposing).forEach(constraint -> {
            if (constraint.getAnnotation() instanceof Size size) {
                if (size.min() > 0) {
                    schema.put("minLength", size.min());
                }
                schema.put("maxLength", size.max());
            } else if (constraint.getAnnotation() instanceof WholeNumber number) {
                long before = schema.path("maximum").asLong(0);
                schema.put("minimum", 1)
                        .put("maximum", Math.max(before, number.max().of(rules)));
            }
        });
    }

    private Stream<ConstraintDescriptor<?>> direct(Class<?> body, String field) {
        PropertyDescriptor property = validator.getConstraintsForClass(body).getConstraintsForProperty(field);
        return property == null ? Stream.empty() : property.getConstraintDescriptors().stream();
    }

    private static Stream<ConstraintDescriptor<?>> withComposing(ConstraintDescriptor<?> constraint) {
        return Stream.concat(
                Stream.of(constraint),
                constraint.getComposingConstraints().stream().flatMap(Constraints::withComposing));
    }

    private static String interpolated(String template, Map<String, Object> attributes) {
        return ATTRIBUTE
                .matcher(template)
                .replaceAll(name -> Matcher.quoteReplacement(String.valueOf(attributes.get(name.group(1)))));
    }
}
