/** Charts of the market and of the job platform, for operators. */
@NullMarked
package touchline.api.ops.chart;

import org.jspecify.annotations.NullMarked;
