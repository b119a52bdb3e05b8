// A small chart of recent prices.

import { thin } from '../shared/axes.js';
import { svg } from '../shared/html.js';

const WIDTH = 84;
const HEIGHT = 28;

/** prices: [{at, price}]; the line begins at `before`, the price of a day ago, if that is known, and ends at `price`, the price of now. */
export function spark(prices, price, before = null, width = WIDTH, height = HEIGHT) {
    if (prices.length === 0) {
        return svg`<svg class="spark" viewBox="0 0 ${width} ${height}" aria-hidden="true"></svg>`;
    }
    const points = thin(prices, 60).map(one => one.price);
    points.push(Number(price));
    if (before !== null) {
        points.unshift(before);
    }
    const low = Math.min(...points);
    const high = Math.max(...points);
    const range = Math.max(high - low, high * 0.002);
    const x = n => (n * (width - 4)) / (points.length - 1) + 1;
    const y = value => height - 3 - ((value - low + (range - high + low) / 2) / range) * (height - 6);
    const line = points.map((value, n) => `${n === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(value).toFixed(1)}`).join('');
    const tone = points.at(-1) > points[0] ? 'up' : points.at(-1) < points[0] ? 'down' : 'flat';
    return svg`<svg class="spark ${tone}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><path class="spark-area" d="${line}L${x(points.length - 1).toFixed(1)} ${height}L1 ${height}z"></path><path class="spark-line" d=${line}></path><circle cx=${x(points.length - 1).toFixed(1)} cy=${y(points.at(-1)).toFixed(1)} r="2"></circle></svg>`;
}
