/** The job platform at a past time, for operators. */
@NullMarked
package touchline.api.ops.past;

import org.jspecify.annotations.NullMarked;
