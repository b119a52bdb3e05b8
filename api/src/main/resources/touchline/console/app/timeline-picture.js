// The picture of the timeline: a lane a job on each node, a bar a run, and a line a mark.

import { shortNode } from './parts.js';
import { hourMinute, tone } from './words.js';

const LANE = 20;
const BAR = 12;
const NODE = 30;
const AXIS = 24;

/** Nodes in order, each with its jobs in order, each with its runs. */
export function lanesOf(runs) {
    const nodes = new Map();
    [...runs.values()].filter(run => run.node && run.firedAt).forEach(run => {
        const jobs = nodes.get(run.node) ?? new Map();
        nodes.set(run.node, jobs);
        const list = jobs.get(run.job) ?? [];
        jobs.set(run.job, list);
        list.push(run);
    });
    return [...nodes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([node, jobs]) => [node, [...jobs].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Runs of one job that overlap are put below each other. */
function rowsOf(list, until) {
    const ends = [];
    return [...list].sort((a, b) => Date.parse(a.firedAt) - Date.parse(b.firedAt)).map(run => {
        const begin = Date.parse(run.firedAt);
        let row = ends.findIndex(end => end <= begin);
        row = row < 0 ? Math.min(ends.length, 4) : row;
        ends[row] = run.finishedAt ? Date.parse(run.finishedAt) : until;
        return [run, row];
    });
}

/**
 * Paints runs and marks from `begin` to `until` (milliseconds of the epoch). Returns the boxes of what was painted, in pixels of the canvas, each with
 * its run or mark, and the scale of the time axis.
 */
export function paintLanes(canvas, runs, marks, { begin, until }) {
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue(`--${name}`).trim();
    const colors = { calm: color('beat'), faint: color('beat-faint'), on: color('accent'), warn: color('warn-mark'), bad: color('bad-mark') };
    const wide = canvas.parentElement.clientWidth - 28;
    const label = wide < 560 ? 0 : 178;
    const all = lanesOf(runs).map(([node, jobs]) => [node, jobs.map(([job, list]) => {
        const placed = rowsOf(list, until);
        return [job, placed, Math.max(...placed.map(([, row]) => row)) + 1];
    })]);
    const jobHigh = rows => (label === 0 ? 16 : 0) + Math.max(LANE, rows * BAR + 8);
    const high = AXIS + all.reduce((sum, [, jobs]) => sum + NODE + jobs.reduce((of, [, , rows]) => of + jobHigh(rows), 0), 0) + 8;
    const ratio = devicePixelRatio || 1;
    canvas.width = wide * ratio;
    canvas.height = high * ratio;
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${high}px`;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.font = `12px ${style.getPropertyValue('--sans')}`;
    pen.textBaseline = 'middle';
    const x = at => label + ((at - begin) / (until - begin)) * (wide - label - 4);
    const boxes = [];

    const step = [15, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400].find(seconds => (until - begin) / 1_000 / seconds <= Math.max(3, (wide - label) / 90)) * 1_000 || 600_000;
    pen.textAlign = 'center';
    for (let at = Math.ceil(begin / step) * step; at < until; at += step) {
        pen.fillStyle = color('line');
        pen.fillRect(x(at), AXIS - 4, 1, high);
        pen.fillStyle = color('soft');
        if (x(at) > label + 20 && x(at) < wide - 24) {
            pen.fillText(step < 60_000 ? new Date(at).toLocaleTimeString('en-GB') : hourMinute(at), x(at), 10);
        }
    }
    pen.textAlign = 'left';
    let y = AXIS;
    all.forEach(([node, jobs]) => {
        pen.fillStyle = color('ink');
        pen.font = `600 12px ${style.getPropertyValue('--sans')}`;
        pen.fillText(shortNode(node), 2, y + NODE / 2 + 3);
        pen.font = `12px ${style.getPropertyValue('--sans')}`;
        y += NODE;
        jobs.forEach(([job, placed, rows]) => {
            const tall = jobHigh(rows);
            pen.fillStyle = color('line-soft');
            pen.fillRect(0, y, wide, 1);
            pen.fillStyle = color('soft');
            pen.fillText(job.length > 28 ? `${job.slice(0, 27)}…` : job, 2, label === 0 ? y + 9 : y + LANE / 2);
            const top = y + (label === 0 ? 16 : 0) + 4;
            placed.forEach(([run, row]) => {
                const left = Math.max(label, x(Date.parse(run.firedAt)));
                const right = Math.min(wide - 2, x(run.finishedAt ? Date.parse(run.finishedAt) : until));
                if (right < label || left > wide) {
                    return;
                }
                const box = { left, top: top + row * BAR, width: Math.max(2, right - left), height: BAR - 2, run };
                pen.fillStyle = colors[tone(run.outcome)] ?? colors.calm;
                pen.fillRect(box.left, box.top, box.width, box.height);
                if (run.late) {
                    const due = Math.max(label, x(Date.parse(run.scheduledAt)));
                    pen.fillStyle = colors.warn;
                    pen.fillRect(due, box.top + BAR / 2 - 2, Math.max(0, box.left - due), 1.5);
                }
                boxes.push(box);
            });
            y += tall;
        });
    });
    marks.filter(mark => mark.at > begin && mark.at <= until).forEach(mark => {
        pen.fillStyle = color(mark.loud === 'bad' ? 'bad-mark' : mark.loud);
        pen.fillRect(x(mark.at), AXIS - 6, 1, high);
        pen.beginPath();
        pen.arc(x(mark.at), AXIS - 6, 3.5, 0, 7);
        pen.fill();
        boxes.push({ left: x(mark.at) - 5, top: AXIS - 12, width: 10, height: 14, mark });
    });
    return { boxes, scale: { begin, until, label, wide } };
}
