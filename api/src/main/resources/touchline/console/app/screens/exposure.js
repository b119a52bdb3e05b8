// What the house could lose: in all, by match and by player.

import { all, get, may } from '../api.js';
import { setPrice } from '../correction-commands.js';
import { haltTrading } from '../halt-commands.js';
import { html, nothing } from '../../shared/html.js';
import { button, empty, facts, figure, from, head, section, tag } from '../parts.js';
import { playerChart } from '../price-charts.js';
import { ask, asked, to } from '../../shared/route.js';
import { Rows } from '../rows.js';
import { Source } from '../source.js';
import { coins, number, percent, plain, searchable } from '../words.js';

const WARN = 0.8;
const BARS = 12;

/** The part of the budget from which on bars are drawn against it. */
const SEEN = 0.25;
const PARTS = [['spot', 'shares'], ['longs', 'longs'], ['shorts', 'shorts']];

/** How loud a used part of the budget is. */
function loud(used) {
    return used === null || used < WARN ? '' : used < 1 ? 'warn' : 'bad';
}

function worst(one) {
    return Number(one.stake.worstCase.total);
}

function gain(text) {
    return html`<span class=${Number(text) < 0 ? 'bad' : ''}>${coins(text)}</span>`;
}

/** A bar per player, against the budget; without a budget, or while all bars would be too short to compare, against the largest. */
function bars(list, budget) {
    const shown = list.filter(one => worst(one) > 0).sort((a, b) => worst(b) - worst(a)).slice(0, BARS);
    if (shown.length === 0) {
        return empty('The house has nothing at stake.', 'Nobody holds shares or positions that could gain.');
    }
    const isOfBudget = budget !== null && worst(shown[0]) >= SEEN * Number(budget);
    const whole = isOfBudget ? Math.max(Number(budget), worst(shown[0])) : worst(shown[0]);
    const part = value => `${(100 * Number(value)) / whole}%`;
    return html`<p class="legend">${PARTS.map(([name, words]) => html`<span><i class=${`risk-${name}`}></i>${words}</span>`)}${budget === null ? nothing : html`<span class="wraps">${isOfBudget ? html`the lines mark 80 % and all of the budget of ${coins(budget)}` : html`the longest bar is ${percent(worst(shown[0]) / Number(budget))} of the budget of ${coins(budget)}`}</span>`}</p>
        <ol class="risks">${shown.map(one => html`<li>
            <a class="name clip" href=${to(`/exposure/${one.id}`)}>${one.name}</a>
            <span class="risk-track">${PARTS.map(([name]) => html`<i class=${`risk-${name}`} .style=${`width:${part(one.stake.worstCase[name])}`}></i>`)}
                ${!isOfBudget ? nothing : [WARN, 1].map(share => html`<b .style=${`left:${part(share * Number(budget))}`}></b>`)}</span>
            <span class="num r ${loud(one.budgetUsed)}">${coins(one.stake.worstCase.total)}${one.budgetUsed === null ? nothing : html` <small>${percent(one.budgetUsed)}</small>`}</span></li>`)}</ol>`;
}

function matches(list) {
    return list.length === 0 ? empty('No matches lately.') : html`<div class="table-box" tabindex="0" role="region" aria-label="Matches, table"><table class="mini stacked"><thead><tr><th>Match</th><th class="r">Shares</th><th class="r">Long</th><th class="r">Short</th><th class="r">Worst case</th><th class="r">Result</th><th class="r">Fees</th></tr></thead>
        <tbody>${list.map(one => html`<tr><td><a class="name" href=${to(`/market/${one.fixtureId}`)}>${one.name}</a>${tag(plain(one.phase))}</td>
            <td class="r num" data-label="Shares">${number(one.stake.shares)}</td><td class="r num" data-label="Long">${number(one.stake.longs)}</td><td class="r num" data-label="Short">${number(one.stake.shorts)}</td>
            <td class="r num" data-label="Worst case">${coins(one.stake.worstCase.total)}</td><td class="r num" data-label="Result">${gain(one.result.trading)}</td><td class="r num" data-label="Fees">${coins(one.result.fees)}</td></tr>`)}</tbody></table></div>`;
}

const COLUMNS = [
    ['name', 'Player', one => one.name, ''], ['shares', 'Shares', one => -one.stake.shares, 'r'], ['longs', 'Long', one => -one.stake.longs, 'r'],
    ['shorts', 'Short', one => -one.stake.shorts, 'r'], ['pool', 'Pool', one => -Number(one.stake.pool), 'r'],
    ['worst', 'Worst case', one => -worst(one), 'r'], ['used', 'Budget', one => -(one.budgetUsed ?? 0), 'r'],
];

function players(list, rows) {
    const words = searchable(asked('q'));
    const sort = COLUMNS.some(([name]) => name === asked('sort')) ? asked('sort') : 'worst';
    const by = COLUMNS.find(([name]) => name === sort)[2];
    const shown = list.filter(one => searchable(`${one.name} ${one.team}`).includes(words));
    shown.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : a.name < b.name ? -1 : 1));
    return html`<div class="tools"><label class="search"><span class="hidden-words">Search players and teams</span><input type="search" placeholder="Player or team ( / )" .value=${asked('q')} @input=${event => ask('q', event.target.value)}></label>
            <span class="soft num">${number(shown.length)} of ${number(list.length)}</span></div>
        ${shown.length === 0 ? empty(list.length > 0 ? 'No player matches.' : 'No players yet.') : html`<div class="table-box"><table class="exposure rows" aria-rowcount=${shown.length}>
            <thead><tr>${COLUMNS.map(([name, text, , right]) => html`<th class=${right} aria-sort=${name === sort ? (name === 'name' ? 'ascending' : 'descending') : nothing}><button type="button" class="sort" @click=${() => ask('sort', name)}>${text}${name === sort ? (name === 'name' ? ' ↑' : ' ↓') : ''}</button></th>`)}</tr></thead>
            ${rows.view(shown, COLUMNS.length, one => html`<tr>
                <td data-is="name" class="clip"><a class="name" href=${to(`/exposure/${one.id}`)}>${one.name}</a> <span class="soft">${one.team}</span></td>
                <td data-is="shares" class="r num">${number(one.stake.shares)}</td><td data-is="longs" class="r num">${number(one.stake.longs)}</td><td data-is="shorts" class="r num">${number(one.stake.shorts)}</td>
                <td data-is="pool" class="r num soft">${coins(one.stake.pool)}</td><td data-is="worst" class="r num">${coins(one.stake.worstCase.total)}</td>
                <td data-is="used" class="r num ${loud(one.budgetUsed)}">${one.budgetUsed === null ? '–' : percent(one.budgetUsed)}</td></tr>`)}</table></div>`}`;
}

function holders({ exposure: one, holders: list }) {
    const open = one.stake.shares + one.stake.longs + one.stake.shorts;
    return html`${section('Stake', facts([
        ['Price', html`<span class="num">${one.price}</span>`],
        ['Open', html`<span class="num">${number(one.stake.shares)}</span> shares, <span class="num">${number(one.stake.longs)}</span> long, <span class="num">${number(one.stake.shorts)}</span> short`],
        ['Pool', html`<span class="num">${coins(one.stake.pool)}</span>`],
        ['Worst case', html`<b class="num">${coins(one.stake.worstCase.total)}</b> <span class="soft">${PARTS.map(([name, words]) => `${words} ${coins(one.stake.worstCase[name])}`).join(', ')}</span>`],
        ['Budget', one.budgetUsed === null ? 'unlimited' : html`<span class="num ${loud(one.budgetUsed)}">${percent(one.budgetUsed)}</span> used`],
        one.fixtureId && ['Match', html`<a href=${to(`/market/${one.fixtureId}`)}>its prices and events</a>`],
    ]))}
    ${section('Biggest holders', list.length === 0 ? empty('Nobody holds any of it.') : html`<div class="table-box" tabindex="0" role="region" aria-label="Holders"><table class="mini stacked"><thead><tr><th>Customer</th><th class="r">Share of all</th><th class="r">Shares</th><th class="r">Long</th><th class="r">Short</th><th class="r">Paid</th></tr></thead>
        <tbody>${list.map(holder => html`<tr><td><a class="name" href=${to(`/customers/${holder.userId}`)}>${holder.name}</a>${holder.kind === 'BOT' ? tag('bot') : nothing}</td>
            <td class="r num" data-label="Share">${open === 0 ? '–' : percent(Math.min(1, (holder.shares + holder.longs + holder.shorts) / open))}</td><td class="r num" data-label="Shares">${number(holder.shares)}</td><td class="r num" data-label="Long">${number(holder.longs)}</td><td class="r num" data-label="Short">${number(holder.shorts)}</td><td class="r num" data-label="Paid">${coins(holder.paid)}</td></tr>`)}</tbody></table></div>`)}`;
}

/** One player. */
function exposureOf(id) {
    const source = new Source(() => get(`/v1/ops/exposure/instruments/${encodeURIComponent(id)}`), { every: 5_000 });
    const chart = playerChart(id);
    return {
        title: 'Exposure',
        here: 'exposure',
        view: () => html`${head(source.value?.exposure.name ?? 'Exposure', { sub: source.value?.exposure.team ?? nothing, before: html`<p class="crumb"><a href=${to('/exposure')}>Exposure</a></p>`,
            commands: may('operator') && source.value ? html`${button('Halt', () => haltTrading(`instrument:${id}`, source.value.exposure.name))}${button('Set price', () => setPrice(source.value.exposure, () => source.read()))}` : nothing })}${from(source, one => html`${chart.view()}${holders(one)}`)}`,
        drawn: chart.drawn,
        stop: () => {
            chart.stop();
            source.stop();
        },
    };
}

export function exposure(id) {
    if (id) {
        return exposureOf(id);
    }
    const summary = new Source(() => get('/v1/ops/exposure'), { on: type => type === 'settlement', every: 5_000 });
    const instruments = new Source(() => all('/v1/ops/exposure/instruments', {}, 5_000), { on: type => type === 'settlement', every: 5_000 });
    const rows = new Rows('exposure-rows', { height: 37, narrowHeight: 64 });
    return {
        title: 'Exposure',
        here: 'exposure',
        view: () => html`${head('Exposure', { sub: 'What the house loses if every user leaves at their best time. Match events move no price past its band, so it loses no more.' })}
            ${from(summary, one => html`<div class="figures">
                ${figure(coins(one.stake.worstCase.total), 'worst case in all')}
                ${figure(one.budget.highestUsed === null ? '–' : percent(one.budget.highestUsed), 'of the budget, at most', { loud: loud(one.budget.highestUsed) })}
                ${figure(coins(one.today.trading), 'result today (UTC)', { loud: Number(one.today.trading) < 0 ? 'bad' : '' })}${figure(coins(one.today.fees), 'fees today')}${figure(coins(one.house), 'account of the house')}</div>
                ${section('Risk', from(instruments, list => bars([...list], one.budget.perInstrument)))}
                ${section('Matches', matches(one.matches))}`)}
            ${section('Players', from(instruments, list => players([...list], rows)))}`,
        stop: () => {
            summary.stop();
            instruments.stop();
            rows.stop();
        },
    };
}
