// What is being played and who works on it; then three questions: is the market healthy, are the jobs on time, what changed.

import { all, get, now } from '../api.js';
import { beats, sparkline } from '../charts.js';
import { html, nothing } from '../html.js';
import { icon } from '../icons.js';
import { suggestedAction, jobCommands } from '../commands.js';
import { due, empty, figure, from, head, jobLink, nodeLink, relative, runLink, section, state, tag, time } from '../parts.js';
import { matchesOfAWeek, meet, meetAll, nameOf } from '../players.js';
import { to, toJob } from '../route.js';
import { Source } from '../source.js';
import { andWho, BAD, capital, change, clockOf, count, deed, eventWords, number, percent, plain, span, standing } from '../words.js';

const LATELY = 10 * 60_000;
const LASTING = 4_000;
const MATCHES = 6;
const OVERDUE = 5_000;
const TOLD = 3 * 3_600_000;
const EVENTS = 6;
const CHANGES = 12;

/** A source that has nothing where this node doesn't know the call. */
function optional(load, otherwise) {
    return async () => {
        try {
            return await load();
        } catch (refusal) {
            if (refusal.status === 404) {
                return otherwise;
            }
            throw refusal;
        }
    };
}

export function overview() {
    const about = (...types) => type => types.includes(type);
    const pulse = [];
    // A source reads at once, while the others are not there yet.
    let sources = null;
    sources = {
        jobs: new Source(async () => {
            const jobs = await all('/v1/ops/jobs');
            pulse.push(jobs.reduce((sum, job) => sum + job.beats.filter(beat => now() - Date.parse(beat.firedAt) < 60_000).length, 0));
            pulse.splice(0, pulse.length - 60);
            return jobs;
        }, { on: about('execution', 'executions-many', 'job'), every: 15_000, gap: 2_000 }),
        scheduler: new Source(() => get('/v1/ops/scheduler'), { on: about('execution', 'node', 'job'), every: 10_000, gap: 2_000 }),
        services: new Source(optional(() => get('/v1/ops/services'), { items: null }), { on: about('service', 'node'), every: 3_000 }),
        cluster: new Source(optional(() => get('/v1/ops/cluster'), { nodes: [] }), { on: about('node'), every: 10_000 }),
        status: new Source(() => get('/v1/status'), { every: 3_000 }),
        fixtures: new Source(matchesOfAWeek, { on: about('settlement'), every: 3_000 }),
        instruments: new Source(() => playedNow(), { every: 5_000, gap: 3_000 }),
        settlements: new Source(optional(() => get('/v1/ops/settlements', { limit: 20 }), { items: [] }), { on: about('settlement'), every: 30_000 }),
        alerts: new Source(optional(() => get('/v1/ops/alerts', { state: 'open' }), { items: [] }), { on: about('alert'), every: 60_000 }),
        bad: new Source(() => get('/v1/ops/executions', { outcome: BAD.join(','), limit: 100 }), { on: (type, run) => type === 'execution' && BAD.includes(run.outcome), every: 30_000 }),
        stuck: new Source(optional(() => get('/v1/ops/stuck'), { items: [] }), { on: about('alert'), every: 5_000 }),
        audit: new Source(() => get('/v1/ops/audit', { limit: 50 }), { on: about('audit'), every: 60_000 }),
    };
    const value = name => sources[name].value;
    const seen = new Map();
    let match = null;

    /** Those who play, or whose match is being settled: reading all there are would be much for a page that is always open. */
    async function playedNow() {
        const { items } = sources?.fixtures.value ?? await matchesOfAWeek();
        const played = items.filter(one => one.phase === 'LIVE' || (one.phase !== 'UPCOMING' && one.settlement !== 'DONE')).slice(0, MATCHES);
        return meet((await Promise.all(played.map(one => all('/v1/instruments', { fixture: one.id })))).flat());
    }

    /** Whether something has been so for a while: what passes by itself needs nobody's eye. */
    function lasts(key, isSo) {
        if (!isSo) {
            seen.delete(key);
            return false;
        }
        seen.set(key, seen.get(key) ?? performance.now());
        return performance.now() - seen.get(key) > LASTING;
    }

    /** The match that is told of: the one that is played, of several the first, or else the last that was. */
    function follow() {
        const begun = (value('fixtures')?.items ?? []).filter(one => one.phase === 'LIVE' || (one.phase === 'FINISHED' && now() - Date.parse(one.kickOff) < TOLD))
            .sort((a, b) => Number(b.phase === 'LIVE') - Number(a.phase === 'LIVE') || (a.phase === 'LIVE' ? 1 : -1) * (Date.parse(a.kickOff) - Date.parse(b.kickOff)));
        const id = begun[0]?.id ?? null;
        if (match?.id !== id) {
            match?.source.stop();
            match = id === null ? null : { id, source: new Source(async () => meetAll(await get(`/v1/fixtures/${encodeURIComponent(id)}`)), { every: 3_000 }) };
        }
        return match?.source.value ?? null;
    }

    return {
        title: 'Overview',
        here: 'overview',
        view: () => {
            const worries = worriesOf(value, lasts, () => sources.jobs.read());
            const isRead = sources.jobs.value !== null && sources.status.value !== null;
            const told = follow();
            return html`${head(headline(worries, isRead), { sub: isRead ? inShort(value) : nothing })}
                ${worries.length > 0 ? html`<ul class="worries" aria-label="Needs attention">${worries.map(worry)}</ul>` : nothing}
                ${isRead && told !== null ? section(told.phase === 'LIVE' ? 'Live' : 'Last match', story(told, sources), { kind: 'story' }) : nothing}
                ${section('Market health', marketPart(sources, told), { aside: html`<a href=${to('/market')}>Market</a>` })}
                ${section('Jobs', jobsPart(sources, pulse), { aside: html`<a href=${to('/jobs')}>All jobs</a>` })}
                ${section('Recent changes', changes(value), { aside: html`<a href=${to('/audit')}>Audit</a>` })}`;
        },
        stop: () => {
            Object.values(sources).forEach(source => source.stop());
            match?.source.stop();
        },
    };
}

function headline(worries, isRead) {
    if (!isRead) {
        return 'Looking …';
    }
    const bad = worries.filter(one => one.loud === 'bad').length;
    return worries.length === 0 ? 'All is well' : bad === 0 ? `${capital(count(worries.length, 'thing'))} to look at` : `${capital(count(bad, 'thing'))} ${bad === 1 ? 'is' : 'are'} wrong`;
}

/** A sentence for somebody who has just come: what is being played, and by whom it is run. */
function inShort(value) {
    const fixtures = value('fixtures')?.items ?? [];
    const live = fixtures.filter(one => one.phase === 'LIVE');
    const next = fixtures.filter(one => one.phase === 'UPCOMING' && Date.parse(one.kickOff) > now()).sort((a, b) => Date.parse(a.kickOff) - Date.parse(b.kickOff))[0];
    const settled = fixtures.filter(one => one.settlement === 'DONE').length;
    const nodes = (value('cluster')?.nodes ?? []).filter(node => !['STOPPED', 'DEAD'].includes(node.state)).length;
    const match = live.length === 1 ? html`<b>${live[0].name}</b> is being played: ${live[0].score}, ${clockOf(live[0], true)}.`
        : live.length > 1 ? html`<b>${count(live.length, 'match', 'matches')}</b> are being played.`
        : next ? html`No match is being played; <b>${next.name}</b> kicks off ${relative(next.kickOff)}.`
        : settled > 0 ? html`No match is being played; ${count(settled, 'match is', 'matches are')} settled.` : html`No match is being played.`;
    return html`${match} ${nodes > 0 ? html`${count(nodes, 'node')} ${nodes === 1 ? 'runs' : 'run'} ${count(value('jobs').length, 'job')}.` : nothing}`;
}

function worriesOf(value, lasts, after) {
    const found = [];
    const told = new Set();
    const alerts = (value('alerts')?.items ?? []).filter(alert => !alert.closedAt && !(Date.parse(alert.silencedUntil) > now()));
    const add = (loud, words, href, more = nothing, lever = nothing) => found.push({ loud, words, href, more, lever });
    /** What an alert says of a job or a node, which is then not said twice. */
    const alertOf = name => {
        const own = alerts.filter(alert => alert.subject === name);
        own.forEach(alert => told.add(alert.id));
        return own.length > 0 ? own[own.length - 1].summary : nothing;
    };
    const status = value('status');
    const scheduler = value('scheduler');
    if (status?.trading === 'closed') {
        add('bad', 'Trading is closed', to('/market'));
    }
    if (status?.books === 'incomplete') {
        add('bad', 'Dead letters: entries are missing in Postgres', to('/services'));
    }
    if (lasts('lag', status?.outboxLagMs > 5_000)) {
        add('bad', html`The book is ${span(status.outboxLagMs)} behind`, to('/services'));
    }
    const overdue = overdueOf(value('jobs') ?? []);
    if (lasts('overdue', overdue > 0 && scheduler?.paused === null)) {
        add('warn', `${count(overdue, 'job is', 'jobs are')} overdue, and nobody has begun to run ${overdue === 1 ? 'it' : 'them'}`, to('/jobs', { sort: 'next' }));
    }
    (value('services')?.items ?? []).forEach(service => {
        if (lasts(`${service.name} nowhere`, service.activeOn.length === 0)) {
            add('bad', `${service.name} runs nowhere`, to('/services'));
        } else if (service.nodes.some(node => node.state === 'FAILING')) {
            add('bad', `${service.name} fails`, to('/services'));
        }
    });
    (value('cluster')?.nodes ?? []).forEach(node => {
        if (['SILENT', 'CLOCK_OFF'].includes(node.state)) {
            add('bad', html`A node is ${plain(node.state)}: ${node.id}`, to('/cluster', { node: node.id }));
            alertOf(node.id);
        } else if (node.state === 'DEAD' && now() - Date.parse(node.endedAt ?? node.seenAt) < LATELY) {
            add('warn', html`A node died ${relative(node.endedAt ?? node.seenAt)}; its jobs run elsewhere`, to('/cluster', { node: node.id }), node.id);
            alertOf(node.id);
        } else if (node.state === 'DRAINING') {
            add('warn', 'A node takes on nothing new', to('/cluster', { node: node.id }), node.id);
        } else if (node.starvedSince && node.state === 'FIRING') {
            add('warn', 'A node has no free thread', to('/cluster', { node: node.id }), node.id);
        }
    });
    (value('stuck')?.items ?? []).forEach(one => {
        if (lasts(`stuck ${one.group} ${one.name}`, true)) {
            add('bad', html`A trigger of <b>${one.job}</b> is stuck, ${span(one.overdueMs)} overdue`, toJob(one.job), one.will);
        }
    });
    (value('jobs') ?? []).forEach(job => {
        const name = `${job.group}/${job.name}`;
        if (job.state === 'ERROR') {
            add('bad', html`<b>${name}</b> is set aside as an error`, toJob(name), alertOf(name), suggestedAction('REPAIR_THE_TRIGGER', name, { after }));
        } else if (job.failuresInARow > 0) {
            add('bad', html`<b>${name}</b> failed ${job.failuresInARow === 1 ? 'the last time' : `${number(job.failuresInARow)} times in a row`}`, toJob(name), alertOf(name), suggestedAction('TRIGGER', name, { after }));
        } else if (standing(job, now()) === 'BLOCKED') {
            add('warn', html`<b>${name}</b> is blocked`, toJob(name));
        } else if (job.paused && !job.paused.everything) {
            add('warn', html`<b>${name}</b> is paused by ${job.paused.by}`, toJob(name), `“${job.paused.reason}”`, suggestedAction('RESUME', name, { after }));
        } else if (isLate(job)) {
            add('warn', html`<b>${name}</b> begins late`, toJob(name), html`half of its runs by ${span(job.latenessMs.p50)} or more`);
        }
    });
    (value('settlements')?.items ?? []).filter(one => one.step !== 'DONE' && one.lastError).forEach(one => {
        add('bad', html`The settlement of <b>${one.name}</b> fails`, to(`/settlements/${one.fixtureId}`));
    });
    alerts.filter(alert => !told.has(alert.id)).forEach(alert => {
        add(alert.severity === 'CRITICAL' ? 'bad' : 'warn', html`Alert: ${alert.summary}`, to('/alerts'));
    });
    return found.sort((one, other) => Number(other.loud === 'bad') - Number(one.loud === 'bad'));
}

function isLate(job) {
    return (job.latenessMs.p50 ?? 0) > job.lateAfterMs;
}

/** Jobs whose time has passed, that nothing holds back, and that don't run. */
function overdueOf(jobs) {
    return jobs.filter(job => job.paused === null && job.running.length === 0 && job.nextFireAt !== null && now() - Date.parse(job.nextFireAt) > OVERDUE).length;
}

function worry({ loud, words, href, more, lever }) {
    return html`<li class=${loud}><a href=${href}><span>${words}</span>${more === nothing ? nothing : html`<small>${more}</small>`}</a>${lever}<span class="go" aria-hidden="true">${icon('next')}</span></li>`;
}

function marketPart(sources, match) {
    const frozen = (sources.instruments.value ?? []).filter(one => one.frozen).length;
    return html`${from(sources.status, status => html`<div class="figures">
            ${figure(status.trading === 'open' ? 'open' : 'closed', 'trading', { loud: status.trading === 'open' ? '' : 'bad', href: to('/market') })}
            ${figure(status.outboxLagMs === null ? '–' : span(status.outboxLagMs), 'book behind', { loud: status.outboxLagMs > 5_000 ? 'bad' : '', href: to('/services') })}
            ${(sources.services.value?.items ?? []).map(service => {
                const active = service.nodes.find(node => node.state === 'ACTIVE');
                return figure(active ? (active.lagMillis !== null ? span(active.lagMillis) : 'active') : plain(service.nodes[0]?.state ?? 'off'), `${service.name}${active?.lagMillis !== null && active ? ' lag' : ''}`, { loud: active ? '' : 'bad', href: to('/services') });
            })}
            ${figure(number(frozen), frozen === 1 ? 'price frozen' : 'prices frozen', { href: to('/market') })}
        </div>`)}
        ${from(sources.fixtures, ({ items }) => matches(items, match))}`;
}

/** Those that nothing has been told of yet. */
function matches(items, told) {
    const live = items.filter(one => one.phase === 'LIVE' && one.id !== told?.id);
    const unsettled = items.filter(one => one.phase !== 'LIVE' && one.phase !== 'UPCOMING' && one.settlement !== 'DONE' && one.id !== told?.id);
    const next = items.filter(one => one.phase === 'UPCOMING').slice(0, live.length > 0 ? 2 : 4);
    const over = items.filter(one => one.settlement === 'DONE' && one.id !== told?.id).slice(0, 3);
    const shown = [...live, ...unsettled, ...next, ...(live.length + next.length === 0 ? over : [])];
    return shown.length === 0
        ? told !== null ? nothing : empty('No matches yet.', 'Squads and fixtures are loaded at the first poll of the feed.')
        : html`<ul class="matches">${shown.map(one => html`<li><a href=${to(`/market/${one.id}`)}>
            <span class="match-name">${one.name}</span>
            ${one.phase === 'UPCOMING' ? html`<span class="match-when soft">kicks off ${relative(one.kickOff)}</span>`
                : html`<span class="match-score num">${one.score}</span><span class="match-when">${one.phase === 'LIVE' ? html`<span class="on-air">${clockOf(one)}</span>` : one.settlement ? settlementWords(one.settlement) : 'over'}</span>`}
        </a></li>`)}</ul>`;
}

/** A match as one would tell it: how it stands, what has happened, what that did to prices, and who sees to it. */
function story(match, sources) {
    const isLive = match.phase === 'LIVE';
    const instruments = sources.instruments.value ?? [];
    const events = [...(match.events ?? [])].filter(event => !event.rescinded).reverse();
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

/** What a settlement came to. */
function settled(one) {
    const affected = step => one.steps.find(each => each.step === step)?.affected ?? 0;
    return html`<p>All of it was settled ${relative(one.settledAt)}, in ${span(Date.parse(one.settledAt) - Date.parse(one.requestedAt))}: ${count(affected('CLOSE_CFDS'), 'position')} closed, ${count(affected('SELL_SPOT'), 'holding')} sold.</p>`;
}

/** The state of the jobs and services of a live match, each as [text, severity]. */
function scenes(match, settlement, sources) {
    const jobs = new Map((sources.jobs.value ?? []).map(job => [`${job.group}/${job.name}`, job]));
    const services = new Map((sources.services.value?.items ?? []).map(service => [service.name, service.nodes.find(node => node.state === 'ACTIVE')]));
    const behind = sources.status.value?.outboxLagMs ?? 0;
    const lines = [];
    const tell = (name, does, did) => {
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
    tell('sportmonks/poll', 'The poll', job => html`looked at the feed ${relative(job.lastRun.firedAt)}${job.lastRun.durationMs === null ? nothing : `, in ${span(job.lastRun.durationMs)}`}`);
    tell('bots/tick', 'The bots', job => html`traded ${relative(job.lastRun.firedAt)}`);
    if (services.has('stopwatch')) {
        const watch = services.get('stopwatch');
        lines.push(watch ? [html`<a href=${to('/services')}>The StopWatch</a> is ${watch.detail}.`, ''] : [html`<a href=${to('/services')}>The StopWatch</a> runs nowhere: nobody closes positions at their stops.`, 'bad']);
    }
    lines.push(behind > 5_000 ? [html`<a href=${to('/services')}>The book</a> is ${span(behind)} behind.`, 'bad'] : [html`<a href=${to('/services')}>The book</a> has all that happened, ${span(behind)} behind.`, '']);
    if (match.phase === 'LIVE') {
        lines.push([html`<a href=${toJob('sportmonks/settle')}>The settlement</a> waits for full time.`, '']);
    } else if (settlement && settlement.step !== 'DONE') {
        lines.push([html`<a href=${to(`/settlements/${match.id}`)}>The settlement</a> is at step: ${plain(settlement.step)}.`, settlement.lastError ? 'bad' : '']);
    } else if (settlement) {
        lines.push([html`<a href=${to(`/settlements/${match.id}`)}>The settlement</a> is done since ${time(settlement.settledAt)}.`, '']);
    }
    return lines;
}

function settlementWords(step) {
    return step === 'DONE' ? 'settled' : `settling: ${plain(step)}`;
}

function jobsPart(sources, pulse) {
    return html`${from(sources.scheduler, one => html`<div class="figures">
            ${figure(number(one.running), 'running now', { href: to('/executions', { outcome: 'RUNNING' }), unit: ` / ${number(one.threads)}` })}
            ${figure(number(pulse[pulse.length - 1] ?? 0), 'runs in a minute', { href: to('/timeline') })}
            ${pulse.length > 4 ? html`<div class="figure">${sparkline(pulse, 'runs in a minute, since this page was opened')}<span class="figure-name">since you look</span></div>` : nothing}
            ${figure(number(one.queued), 'asked for, waiting', { href: to('/executions', { outcome: 'QUEUED' }) })}
            ${figure(number(overdueOf(sources.jobs.value ?? [])), 'overdue', { loud: overdueOf(sources.jobs.value ?? []) > 0 ? 'warn' : '' })}
            ${figure(percentOfDay(sources.jobs.value), 'went well in 24 h', {})}
            ${figure(number((sources.bad.value?.items ?? []).filter(run => now() - Date.parse(run.finishedAt ?? run.scheduledAt) < 3_600_000).length), 'failed, last hour', { href: to('/executions', { outcome: BAD.join(',') }), loud: (sources.bad.value?.items ?? []).some(run => now() - Date.parse(run.finishedAt ?? run.scheduledAt) < LATELY) ? 'bad' : '' })}
        </div>`)}
        ${from(sources.jobs, jobs => board(jobs, () => sources.jobs.read()))}`;
}

function percentOfDay(jobs) {
    const runs = (jobs ?? []).reduce((sum, job) => sum + job.day.runs, 0);
    const good = (jobs ?? []).reduce((sum, job) => sum + job.day.good, 0);
    return percent(runs === 0 ? null : good / runs);
}

const RANK = { ERROR: 0, BLOCKED: 2, PAUSED: 3, RUNNING: 5, WAITING: 6, IDLE: 8, OFF: 9 };

function rank(job) {
    return job.failuresInARow > 0 ? 1 : isLate(job) ? 2 : RANK[job.state] ?? 7;
}

function board(jobs, after) {
    const shown = [...jobs].sort((a, b) => rank(a) - rank(b) || b.beats.length - a.beats.length || (a.nextFireAt ?? '9').localeCompare(b.nextFireAt ?? '9')).slice(0, 12);
    return html`<div class="table-box"><table class="board">
        <thead><tr><th>Job</th><th>State</th><th class="wide-only">Last 60 runs</th><th class="r">Late p50 / p99</th><th class="r wide-only">Next</th><th class="commands-cell"><span class="hidden-words">Commands</span></th></tr></thead>
        <tbody>${shown.map(job => {
            const name = `${job.group}/${job.name}`;
            return html`<tr>
                <td data-is="name">${jobLink(name)}</td>
                <td data-is="state">${state(standing(job, now()))}${job.failuresInARow > 0 ? tag(`${job.failuresInARow} failed`, 'consecutive failed runs', 'bad') : nothing}</td>
                <td data-is="beats">${beats(job.beats)}</td>
                <td class="r num" data-is="late">${job.latenessMs.p50 === null ? html`<span class="faint">–</span>` : html`<span class=${isLate(job) ? 'warn' : ''}>${span(job.latenessMs.p50)}</span> <span class="soft">/ ${span(job.latenessMs.p99)}</span>`}</td>
                <td class="r" data-is="next">${job.state === 'PAUSED' ? html`<span class="soft">held back</span>` : due(job, now())}</td>
                <td class="commands-cell">${jobCommands(job, after)}</td>
            </tr>`;
        })}</tbody></table></div>
        ${jobs.length > shown.length ? html`<p class="more"><a href=${to('/jobs')}>and ${count(jobs.length - shown.length, 'other')}</a></p>` : nothing}`;
}

/** What is alike becomes one line: how often, since when, and the latest of them. */
function together(list) {
    const kinds = new Map();
    list.forEach(one => {
        const known = kinds.get(one.kind);
        if (one.kind !== undefined && known !== undefined) {
            known.times += 1;
            known.first = one.at;
        } else {
            kinds.set(one.kind ?? Symbol(one.at), { ...one, times: 1, first: one.at });
        }
    });
    return [...kinds.values()];
}

/** Deeds of operators, deaths and births of nodes, runs that went wrong: the latest first. */
function changes(value) {
    const list = [];
    // What nodes say of themselves stands below already.
    (value('audit')?.items ?? []).filter(entry => !entry.action.startsWith('node-')).forEach(entry => list.push({
        at: entry.at, kind: `deed ${entry.actor} ${entry.action} ${entry.subject} ${entry.reason}`, isCut: Boolean(value('audit').nextCursor), loud: '', words: html`<b>${entry.actor}</b> ${deed(entry.action)} ${subject(entry.subject)}`, more: entry.reason ? `“${entry.reason}”` : nothing,
    }));
    (value('cluster')?.nodes ?? []).forEach(node => {
        list.push({ at: node.startedAt, loud: '', words: html`Node ${nodeLink(node.id)} started`, more: `version ${node.version}` });
        if (node.endedAt) {
            list.push({ at: node.endedAt, loud: node.state === 'DEAD' ? 'warn' : '', words: html`Node ${nodeLink(node.id)} ${node.state === 'DEAD' ? 'died' : 'stopped'}`, more: node.foundDeadBy ? `found by ${node.foundDeadBy}` : nothing });
        }
    });
    (value('bad')?.items ?? []).forEach(run => list.push({
        at: run.finishedAt ?? run.scheduledAt, kind: `run ${run.job} ${run.outcome} ${alike(run.error ?? run.reason)}`, isCut: Boolean(value('bad').nextCursor), loud: 'bad', words: html`${jobLink(run.job)} ${runLink(run.id)} ${plain(run.outcome)}`, more: run.error ?? run.reason ?? nothing,
    }));
    (value('settlements')?.items ?? []).filter(one => one.settledAt).forEach(one => list.push({
        at: one.settledAt, loud: '', words: html`<a href=${to(`/settlements/${one.fixtureId}`)}>${one.name}</a> was settled`, more: `in ${span(Date.parse(one.settledAt) - Date.parse(one.requestedAt))}`,
    }));
    const shown = together(list.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))).slice(0, CHANGES);
    return shown.length === 0
        ? empty('No changes yet.', 'Commands of operators, starts and stops of nodes, and failed runs are listed here.')
        : html`<ol class="changes">${shown.map(one => html`<li class=${one.loud}><span class="changes-when">${relative(one.at)}</span><span class="changes-what">${one.words}${one.times > 1 ? html` ${tag(`${one.isCut ? 'at least ' : ''}${number(one.times)} times`, 'the latest is linked')} <span class="soft">since ${time(one.first)}</span>` : nothing}${one.more === nothing ? nothing : html` <span class="soft">${one.more}</span>`}</span></li>`)}</ol>`;
}

/** The first line of an error without its numbers: attempts at the same differ in ids and milliseconds. */
function alike(error) {
    return String(error ?? '').split('\n', 1)[0].replace(/\d+/g, '#');
}

function subject(text) {
    return /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text) && !text.startsWith('alert/') ? jobLink(text) : text === 'scheduler' ? 'everything' : text;
}
