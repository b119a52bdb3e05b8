package touchline.api.request;

import org.jspecify.annotations.Nullable;

/**
 * A field of a partial update.
 *
 * @param isPresent whether the body has the field
 * @param value null if the field is absent or null
 */
public record PatchField<T>(boolean isPresent, @Nullable T value) {}
