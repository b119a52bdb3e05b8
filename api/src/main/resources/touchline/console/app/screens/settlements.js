// Settlements, step by step.

import { get, may } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { clearSetAside, retrySettlement } from '../platform-commands.js';
import { settleByHand } from '../settlement-commands.js';
import { button, empty, failed, from, head, nodeLink, relative, runLink, section, state, tag, time } from '../parts.js';
import { asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { capital, number, plain, span, stateWords } from '../words.js';

const WORDS = { FREEZE: 'instruments', REPLAY: 'positions', SELL_SPOT: 'holdings', CLOSE_CFDS: 'positions', THAW: 'instruments' };
const NAMES = { CLOSE_CFDS: 'Close CFDs' };

// What keeps it: a pause of the job, or of everything.
function held({ everything, by, until }) {
    return html`held: ${everything ? 'everything is ' : ''}paused by ${by}${until ? html` until ${time(until)}` : ', until resumed'}`;
}

export function settlements(fixture) {
    const source = new Source(fixture ? readOne : () => get('/v1/ops/settlements', { limit: 100, state: asked('open') ? 'open' : '' }),
        { on: type => type === 'settlement', every: 10_000, gap: 1_000, query: () => asked('open') });
    const records = new Source(() => get('/v1/ops/set-aside', { limit: 200, fixtureId: fixture }), { on: type => type === 'settlement' || type === 'alert' || type === 'audit', every: 30_000 });
    const open = new Source(() => get('/v1/ops/unsettled', { limit: 200, fixtureId: fixture }), { on: type => type === 'settlement', every: 10_000, gap: 1_000 });

    // A list has the latest ones only, and a match may be older.
    async function readOne() {
        try {
            return { items: [await get(`/v1/ops/settlements/${encodeURIComponent(fixture)}`)] };
        } catch (refusal) {
            if (refusal.status === 404) {
                return { items: [] };
            }
            throw refusal;
        }
    }

    const after = () => Promise.all([source.read(), open.read()]);

    function card(one) {
        const isDone = one.step === 'DONE';
        const run = one.lastRun;
        return html`<section class="card ${fixture === one.fixtureId ? 'pointed' : ''}" aria-label=${one.name} id=${`fixture-${one.fixtureId}`}>
            <div class="card-head"><div><h2><a href=${to(`/market/${one.fixtureId}`)}>${one.name}</a></h2>
                <p class="soft">${one.kind === 'FULL_TIME' ? '' : html`${capital(plain(one.kind))} · `}${isDone ? html`settled ${relative(one.settledAt)}, in ${span(Date.parse(one.settledAt) - Date.parse(one.requestedAt))}` : html`requested ${relative(one.requestedAt)}${one.nextAttemptAt ? html`, next attempt ${relative(one.nextAttemptAt)}` : nothing}`}</p></div>
                ${isDone ? state('ACTIVE', 'settled') : one.held ? state('PAUSED', held(one.held)) : state(one.lastError ? 'FAILING' : 'RUNNING', one.lastError ? 'fails' : 'in progress')}
                ${may('operator') && !isDone ? button('Retry now', () => retrySettlement(one, after), { shape: 'restart', kind: 'small' }) : nothing}</div>
            <ol class="saga">${one.steps.map(step => html`<li class=${step.state.toLowerCase()}>
                <span class="saga-mark" aria-hidden="true"></span><b>${NAMES[step.step] ?? capital(plain(step.step))}</b>
                <span class="soft">${step.state === 'DONE' ? html`${number(step.affected)} ${WORDS[step.step] ?? 'changed'}${step.beganAt && step.finishedAt ? html` <span class="num">in ${span(Date.parse(step.finishedAt) - Date.parse(step.beganAt))}</span>` : nothing}`
                    : step.state === 'NEXT' ? html`next${step.attempts > 0 ? html`, ${number(step.attempts)} ${step.attempts === 1 ? 'attempt' : 'attempts'}` : nothing}` : 'ahead'}</span>${step.attempts > 1 && step.state === 'DONE' ? tag(`${step.attempts} attempts`) : nothing}</li>`)}</ol>
            ${one.lastError ? html`<div class="note ${isDone ? '' : 'bad'}"><b>Last error</b> ${one.lastError}</div>` : nothing}
            ${one.setAside.length > 0 ? html`<div class="note bad"><b>Set aside</b><ul>${one.setAside.map(words => html`<li>${words}</li>`)}</ul></div>` : nothing}
            ${run ? html`<p class="soft card-foot">Last run ${runLink(run.executionId)} ${plain(run.outcome)}, attempt ${run.attempt}, ${time(run.firedAt)} on ${nodeLink(run.node)}</p>` : nothing}
        </section>`;
    }

    // How much would wait with it: nothing, or positions and holdings.
    function atStake(one) {
        return [[one.positions, 'open position'], [one.holdings, 'holding']].filter(([count]) => count > 0)
            .map(([count, word]) => `${number(count)} ${word}${count === 1 ? '' : 's'}`).join(', ') || 'nothing at stake';
    }

    function unsettled({ items: shown }) {
        const requested = source.value && new Set(source.value.items.map(one => one.fixtureId));
        return shown.length === 0 ? nothing : section('Not settled', html`<ul class="alerts">${shown.map(one => html`<li><div class="alert-words">
                <p><a href=${to(`/market/${one.fixtureId}`)}><b>${one.name}</b></a> waits for ${one.waitsFor}</p>
                <p class="soft">${capital(stateWords(one.state))} · kick-off ${relative(one.kickOff)} · sent by the feed ${relative(one.seenAt)} · ${atStake(one)}</p></div>
            ${one.settling || requested?.has(one.fixtureId) ? html`<a href=${to(`/settlements/${one.fixtureId}`)}>Settlement</a>` : requested !== null && may('operator') ? button('Settle by hand', () => settleByHand(one, after), { kind: 'small', label: `Settle ${one.name} by hand` }) : nothing}</li>`)}</ul>`);
    }

    function setAside({ items: shown }) {
        return shown.length === 0 ? nothing : section('Set aside', html`<p class="soft">These records can’t be read. Lists and settlements leave them out until an admin clears them.</p>
            <ul class="set-aside">${shown.map(one => html`<li><div><b>${one.subject}</b>${one.fixtureId ? html` <a href=${to(`/settlements/${one.fixtureId}`)}>fixture ${one.fixtureId}</a>` : nothing} <span class="soft">${relative(one.at)}</span>
                <p class="bad">${capital(one.why)}</p></div>
                ${may('admin') ? button(one.clearing.action === 'WRITE_OFF' ? 'Write off' : 'Clear', () => clearSetAside(one, () => Promise.all([records.read(), source.read()])), { kind: 'small', label: `${one.clearing.action === 'WRITE_OFF' ? 'Write off' : 'Clear'} ${one.subject}` }) : nothing}</li>`)}</ul>`);
    }

    /** Nothing before the first answer; an error under the name of what is missing. */
    function listOf(source, name, view) {
        return source.value !== null ? from(source, view) : source.error === null ? nothing : section(name, failed(source.error, () => source.read()));
    }

    return {
        title: 'Settlements',
        here: 'settlements',
        view: () => html`${head('Settlements', { sub: 'At full time all positions of a match are closed and all shares sold, in steps that run once each.' })}
            ${listOf(records, 'Set aside', setAside)}
            ${listOf(open, 'Not settled', unsettled)}
            ${from(source, ({ items: shown }) => html`${fixture ? html`<p class="crumb"><a href=${to('/settlements')}>All settlements</a></p>` : nothing}${shown.length === 0
                    ? empty(fixture ? 'No settlement of this match was requested.' : asked('open') ? 'No settlement is open.' : 'No settlements yet.', 'A settlement is requested after full time.')
                    : html`<div class="stack-of-cards">${shown.map(card)}</div>`}`)}`,
        stop: () => {
            source.stop();
            open.stop();
            records.stop();
        },
    };
}
