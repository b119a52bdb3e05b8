// What the charts of the trading page and of the console have in common: scales, thinned points and paths. Own SVG, see docs/adr/0014.

/** At most `most` of the points, with the first and the last. */
export function thin(points, most) {
    if (points.length <= most) {
        return [...points];
    }
    const step = (points.length - 1) / (most - 1);
    return Array.from({ length: most }, (_, n) => points[Math.round(n * step)]);
}

/** Round values from low to high, about `parts` of them. */
export function ticksOf(low, high, parts = 4) {
    const raw = (high - low) / parts;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(value => value >= raw);
    const values = [];
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
        values.push(value);
    }
    return values;
}

/** `count` times, each in the middle of a part. */
export function timesOf(from, to, count) {
    return Array.from({ length: count }, (_, n) => from + ((n + 0.5) * (to - from)) / count);
}

/** Whether a time is so long that its days are named. */
export function isDays(from, to) {
    return to - from > 36 * 60 * 60_000;
}

/** The path of a line. A point is {at, [key]}; the scale has x(at) and y(value). */
export function linePath(points, scale, isSteps, key) {
    return points.map((one, n) => {
        const x = scale.x(one.at).toFixed(1);
        const y = scale.y(one[key]);
        return n === 0 ? `M${x} ${y}` : isSteps ? `H${x}V${y}` : `L${x} ${y}`;
    }).join('');
}

/** Places of labels so that neighbours are `gap` apart, between low and high: those that lie closer are moved as a group, in their order. */
export function apart(places, gap, low, high) {
    const groups = [];
    places.map((y, n) => ({ y, n })).sort((a, b) => a.y - b.y).forEach(one => {
        let members = [one];
        const first = () => Math.max(low, Math.min(high - (members.length - 1) * gap, members.reduce((sum, each) => sum + each.y, 0) / members.length - (members.length - 1) * gap / 2));
        while (groups.length > 0 && groups.at(-1).first + groups.at(-1).members.length * gap > first()) {
            members = [...groups.pop().members, ...members];
        }
        groups.push({ members, first: first() });
    });
    const moved = [];
    groups.forEach(group => group.members.forEach((one, n) => { moved[one.n] = group.first + n * gap; }));
    return moved;
}

/** The lane of each mark, two lanes at most: marks that lie close together go below each other. `gap`: how close that is. */
export function inLanes(marks, gap = 15) {
    const ends = [];
    return [...marks].sort((a, b) => a.x - b.x).map(one => {
        const free = ends.findIndex(end => end <= one.x - gap);
        const lane = free === -1 ? Math.min(ends.length, 1) : free;
        ends[lane] = one.x;
        return { ...one, lane };
    });
}
