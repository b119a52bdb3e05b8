// The match that is played, or the last one.

import { html, nothing } from '../../shared/html.js';
import { relative, tag, time } from '../parts.js';
import { nameOf } from '../players.js';
import { toJob } from '../route.js';
import { to } from '../../shared/route.js';
import { andWho, change, clockOf, count, eventWords, plain, span } from '../words.js';

const EVENTS = 6;

/** A match: its score and events, the prices that moved, and the jobs and services behind it. */
export function story(match, sources) {
    const isLive = match.phase === 'LIVE';
    const instruments = sources.instruments.value ?? [];
    // Saves, minutes and the like are sums without a minute: the match's own page has them.
    const events = [...(match.events ?? [])].filter(event => !event.rescinded && event.minute !== null).reverse();
    const movers = instruments.filter(one => one.fixtureId === match.id && one.change24h !== null && Number(one.change24h) !== 0)
        .sort((a, b) => Math.abs(Number(b.change24h)) - Math.abs(Number(a.change24h))).slice(0, EVENTS - 1);
    const settlement = (sources.settlements.value?.items ?? []).find(one => one.fixtureId === match.id);
    return html`<a class="score-line" href=${to(`/market/${match.id}`)}><span class="score-team">${match.home ?? match.name}</span><span class="score num">${match.score.replace('-', '–')}</span><span class="score-team">${match.home === null ? nothing : match.away}</span>
            <span class="${isLive ? 'on-air' : 'soft'} score-clock">${isLive ? clockOf(match) : match.settlement ? settlementWords(match.settlement) : 'full time'}</span></a>
        <div class="story-parts">
            <div><h3>On the pitch</h3>${events.length === 0 ? html`<p class="soft">Nothing has happened yet.</p>`
                : html`<ol class="events">${events.slice(0, EVENTS).map(event => html`<li><span class="num">${event.minute === null ? '' : `${event.minute}′`}</span><span>${eventWords(event.type, event.amount)} ${event.playerId ? html`<b>${nameOf(event.playerId)}</b>` : nothing}${event.relatedPlayerId ? html` <span class="soft">${andWho(event.type, nameOf(event.relatedPlayerId))}</span>` : nothing}</span></li>`)}</ol>
                    ${events.length > EVENTS ? html`<p class="more"><a href=${to(`/market/${match.id}`)}>and ${count(events.length - EVENTS, 'event')} before</a></p>` : nothing}`}</div>
            <div><h3>In the market</h3>${settlement?.step === 'DONE' ? settled(settlement)
                : movers.length === 0 ? html`<p class="soft">No price has moved yet.</p>`
                : html`<ol class="movers">${movers.map(one => html`<li><span class="clip">${one.name}</span>${one.frozen ? tag('frozen', '', 'warn') : html`<span></span>`}<span class="num">${one.price}</span><span class="num r">${change(one.change24h)}</span></li>`)}</ol>`}</div>
            <div><h3>Behind it</h3><ul class="scenes">${scenes(match, settlement, sources).map(([words, loud]) => html`<li class=${loud}>${words}</li>`)}</ul></div>
        </div>
        <p class="look-next"><b>Look next</b> <a href=${to(`/market/${match.id}`)}>the match and its prices</a> <a href=${to('/jobs/sportmonks/poll')}>the job that polls the feed</a> <a href=${to('/timeline')}>all runs as they happen</a> ${settlement ? html`<a href=${to(`/settlements/${match.id}`)}>the settlement, step by step</a>` : html`<a href=${to('/services')}>what watches over open positions</a>`}</p>`;
}

/** The result of a settlement. */
function settled(one) {
    const affected = step => one.steps.find(each => each.step === step)?.affected ?? 0;
    return html`<p>All of it was settled ${relative(one.settledAt)}, in ${span(Date.parse(one.settledAt) - Date.parse(one.requestedAt))}: ${count(affected('CLOSE_CFDS'), 'position')} closed, ${count(affected('SELL_SPOT'), 'holding')} sold.</p>`;
}

/** The state of the jobs and services of a live match, each as [text, severity]. */
function scenes(match, settlement, sources) {
    const jobs = new Map((sources.jobs.value ?? []).map(job => [`${job.group}/${job.name}`, job]));
    const services = new Map((sources.services.value?.items ?? []).map(service => [service.name, service.nodes.find(node => node.state === 'ACTIVE')]));
    const behind = sources.status.value?.outboxLagMs ?? null;
    const lines = [];
    const add = (name, does, did) => {
        const job = jobs.get(name);
        if (job === undefined || job.state === 'OFF') {
            return;
        }
        const link = words => html`<a href=${toJob(name)}>${words}</a>`;
        if (job.paused) {
            lines.push([html`${link(does)} is paused by ${job.paused.by}.`, 'warn']);
        } else if (job.failuresInARow > 0) {
            lines.push([html`${link(does)} fails.`, 'bad']);
        } else if (job.lastRun !== null) {
            lines.push([html`${link(does)} ${did(job)}.`, '']);
        }
    };
    add('sportmonks/poll', 'The poll', job => html`read the feed ${relative(job.lastRun.firedAt)}${job.lastRun.durationMs === null ? nothing : `, in ${span(job.lastRun.durationMs)}`}`);
    add('bots/tick', 'The bots', job => html`traded ${relative(job.lastRun.firedAt)}`);
    if (services.has('stopwatch')) {
        const watch = services.get('stopwatch');
        lines.push(watch ? [html`<a href=${to('/services')}>The StopWatch</a> is ${watch.detail}.`, ''] : [html`<a href=${to('/services')}>The StopWatch</a> runs nowhere: nobody closes positions at their stops.`, 'bad']);
    }
    lines.push(behind === null ? [html`How far <a href=${to('/services')}>the book</a> is behind is unknown.`, 'warn'] : behind > 5_000 ? [html`<a href=${to('/services')}>The book</a> is ${span(behind)} behind.`, 'bad'] : [html`<a href=${to('/services')}>The book</a> has all that happened, ${span(behind)} behind.`, '']);
    if (match.phase === 'LIVE') {
        lines.push([html`<a href=${toJob('sportmonks/settle')}>The settlement</a> waits for full time.`, '']);
    } else if (settlement && settlement.step !== 'DONE') {
        lines.push([html`<a href=${to(`/settlements/${match.id}`)}>The settlement</a> is at step: ${plain(settlement.step)}.`, settlement.lastError ? 'bad' : '']);
    } else if (settlement) {
        lines.push([html`<a href=${to(`/settlements/${match.id}`)}>The settlement</a> is done since ${time(settlement.settledAt)}.`, '']);
    }
    return lines;
}

export function settlementWords(step) {
    return step === 'DONE' ? 'settled' : `settling: ${plain(step)}`;
}
