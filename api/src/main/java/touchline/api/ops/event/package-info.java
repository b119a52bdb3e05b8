/** Changes for operators as Server-Sent Events. Each node queries the database for them. */
@NullMarked
package touchline.api.ops.event;

import org.jspecify.annotations.NullMarked;
