// The first screen: the match that is played, problems, the health of the market, the jobs and recent changes.

import { all, get, now } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { head, relative, section } from '../parts.js';
import { matchesOfAWeek, meet, meetAll } from '../players.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { BAD, capital, clockOf, count } from '../words.js';
import { contact } from '../live.js';
import { problemsOf, problemItem, unreadOf } from '../overview/problems.js';
import { marketPart } from '../overview/market-health.js';
import { story } from '../overview/match.js';
import { jobsPart } from '../overview/jobs-board.js';
import { recentChanges } from '../overview/changes.js';

const LASTING = 4_000;
const MATCHES = 6;
const FOLLOWED = 3 * 3_600_000;

/** What the headline judges by: without one of them not all may be well. */
const JUDGED = { jobs: 'Jobs', scheduler: 'The scheduler', services: 'Services', cluster: 'Nodes', status: 'The status of the market', settlements: 'Settlements', alerts: 'Alerts', bad: 'Failed runs', stuck: 'Stuck triggers' };

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
        corrections: new Source(optional(() => get('/v1/ops/corrections', { state: 'open', limit: 50 }), { items: [] }), { on: about('audit'), every: 30_000 }),
        adjustments: new Source(optional(() => get('/v1/ops/adjustments', { state: 'open', limit: 50 }), { items: [] }), { on: about('audit'), every: 30_000 }),
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

    /** Whether something has lasted for a while: what passes by itself is not shown. */
    function lasts(key, isSo) {
        if (!isSo) {
            seen.delete(key);
            return false;
        }
        seen.set(key, seen.get(key) ?? performance.now());
        return performance.now() - seen.get(key) > LASTING;
    }

    /** The match that the page follows: the first that is played, or else the last that was. */
    function follow() {
        const begun = (value('fixtures')?.items ?? []).filter(one => one.phase === 'LIVE' || (one.phase === 'FINISHED' && now() - Date.parse(one.kickOff) < FOLLOWED))
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
            const problems = [...unreadOf(JUDGED, sources), ...problemsOf(value, lasts, () => sources.jobs.read())];
            const isRead = sources.jobs.value !== null && sources.status.value !== null && Object.keys(JUDGED).every(name => sources[name].value !== null || sources[name].error !== null);
            const hasFailed = sources.jobs.error !== null || sources.status.error !== null;
            const followed = follow();
            return html`${head(isRead || problems.length > 0 ? headline(problems, value) : hasFailed ? 'No answer from the server' : 'Loading …', { sub: isRead ? inShort(value, sources.fixtures.error) : nothing })}
                ${problems.length > 0 ? html`<ul class="problems" aria-label="Needs attention">${problems.map(problemItem)}</ul>` : nothing}
                ${isRead && followed !== null ? section(followed.phase === 'LIVE' ? 'Live' : 'Last match', story(followed, sources), { kind: 'story' }) : nothing}
                ${section('Market health', marketPart(sources, followed), { aside: html`<a href=${to('/market')}>Market</a>` })}
                ${section('Jobs', jobsPart(sources, pulse), { aside: html`<a href=${to('/jobs')}>All jobs</a>` })}
                ${section('Recent changes', recentChanges(sources), { aside: html`<a href=${to('/audit')}>Audit</a>` })}`;
        },
        stop: () => {
            Object.values(sources).forEach(source => source.stop());
            match?.source.stop();
        },
    };
}

/** What operators have stopped has a bar of its own, and is no problem; yet not all is well. */
function headline(problems, value) {
    const bad = problems.filter(one => one.loud === 'bad').length;
    const calm = value('scheduler')?.paused ? 'Everything is paused' : (value('status')?.halts ?? []).length > 0 ? 'Trading is halted in part' : 'All is well';
    return contact.state === 'lost' ? 'No answer from the server' : problems.length === 0 ? calm : bad === 0 ? `${capital(count(problems.length, 'thing'))} to look at` : `${capital(count(bad, 'thing'))} ${bad === 1 ? 'is' : 'are'} wrong`;
}

/** One sentence: the match that is played, and the nodes that run. Matches that could not be read are not called none. */
function inShort(value, unread) {
    const fixtures = value('fixtures')?.items ?? [];
    const live = fixtures.filter(one => one.phase === 'LIVE');
    const next = fixtures.filter(one => one.phase === 'UPCOMING' && Date.parse(one.kickOff) > now()).sort((a, b) => Date.parse(a.kickOff) - Date.parse(b.kickOff))[0];
    const settled = fixtures.filter(one => one.settlement === 'DONE').length;
    const nodes = (value('cluster')?.nodes ?? []).filter(node => !['STOPPED', 'DEAD'].includes(node.state) && node.threads > 0).length;
    const match = value('fixtures') === null ? (unread === null ? nothing : 'The matches can’t be read.')
        : live.length === 1 ? html`<b>${live[0].name}</b> is being played: ${live[0].score}, ${clockOf(live[0], true)}.`
        : live.length > 1 ? html`<b>${count(live.length, 'match', 'matches')}</b> are being played.`
        : next ? html`No match is being played; <b>${next.name}</b> kicks off ${relative(next.kickOff)}.`
        : settled > 0 ? html`No match is being played; ${count(settled, 'match is', 'matches are')} settled.` : html`No match is being played.`;
    return html`${match} ${nodes > 0 ? html`${count(nodes, 'node')} ${nodes === 1 ? 'runs' : 'run'} ${count(value('jobs').length, 'job')}.` : nothing}`;
}
