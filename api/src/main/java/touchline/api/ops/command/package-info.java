/** Request bodies and responses of operators' commands. */
@NullMarked
package touchline.api.ops.command;

import org.jspecify.annotations.NullMarked;
