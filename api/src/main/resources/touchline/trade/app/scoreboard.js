// The board of a match: score, clock, and its events along the time.

import { html, nothing, svg } from '../shared/html.js';
import { eventIcon, eventMark } from './icons.js';
import { initials, shirt } from './kits.js';
import { nameOf, player } from './market.js';
import { to } from '../shared/route.js';
import { clockWords, eventWords, kickOffWords, minuteWords, otherWords } from './words.js';

const SHOWN = [10, 14, 15, 16, 17, 18, 19, 20, 21];

/** The events that are shown of a match, the latest first. */
function shownEvents(match) {
    return (match.events ?? []).filter(one => SHOWN.includes(one.type)).reverse();
}

/** A match as a board. `isBig`: as the head of its own page. */
export function scoreboard(match, isBig = false) {
    const home = match.home ?? match.name;
    const away = match.away ?? '';
    const isLive = match.phase === 'LIVE';
    const [homeGoals, awayGoals] = match.score.split('-');
    const content = html`<div class="board-turf" aria-hidden="true">${turf()}</div>
        <p class="board-clock">${isLive ? html`<span class="beat" aria-hidden="true"></span>` : nothing}<span>${clockWords(match)}</span>${match.frozenBecause ? html`<span class="board-tag">${match.frozenBecause === 'settlement' ? 'settling' : 'paused'}</span>` : match.settlement === 'DONE' ? html`<span class="board-tag">settled</span>` : nothing}</p>
        <div class="board-score">${side(home, away)}<p class="score num" aria-label=${match.phase === 'UPCOMING' ? 'not begun' : `${homeGoals} to ${awayGoals}`}>${match.phase === 'UPCOMING' ? html`<span class="versus">v</span>` : html`<b>${homeGoals}</b><i>:</i><b>${awayGoals}</b>`}</p>${side(away, home)}</div>
        ${match.penalties ? html`<p class="board-pens">${match.penalties.replace('-', ' – ')} on penalties</p>` : nothing}
        ${isBig ? scorers(match) : nothing}
        ${match.phase === 'UPCOMING' ? nothing : ribbon(match)}`;
    return isBig ? html`<section class="board big" aria-label="Score"><h1 class="words-only" tabindex="-1">${match.name}</h1>${content}</section>`
        : html`<a class="board" href=${to(`/matches/${match.id}`)} aria-label=${`${match.name}, ${match.score.replace('-', ' to ')}, ${clockWords(match)}`}>${content}</a>`;
}

function side(team, opponent) {
    return html`<div class="board-team">${shirt(team, '', opponent)}<b>${team}</b><span class="board-short" aria-hidden="true">${initials(team)}</span></div>`;
}

function scorers(match) {
    const goals = (match.events ?? []).filter(one => [14, 15, 16].includes(one.type) && !one.rescinded && one.playerId !== null);
    // An own goal counts for the other team.
    const isHome = one => (player(one.playerId)?.team === match.home) !== (one.type === 15);
    const list = of => html`<ul>${of.map(one => html`<li>${nameOf(one.playerId)} <span class="num">${minuteWords(one)}</span>${one.type === 15 ? ' (own goal)' : one.type === 16 ? ' (pen)' : ''}</li>`)}</ul>`;
    return goals.length === 0 ? nothing : html`<div class="scorers">${list(goals.filter(isHome))}<svg viewBox="-9 -9 18 18" class="event-icon" aria-hidden="true">${eventMark(14)}</svg>${list(goals.filter(one => !isHome(one)))}</div>`;
}

/** The match from its first to its last minute, with its events. */
function ribbon(match) {
    const length = Math.max(94, match.minute ?? 0, ...(match.events ?? []).map(one => (one.minute ?? 0) + (one.extraMinute ?? 0)));
    const x = minute => `${(2 + (Math.min(length, minute) / length) * 96).toFixed(1)}%`;
    const done = match.phase === 'LIVE' ? match.minute ?? 45 : length;
    const marks = (match.events ?? []).filter(one => [14, 15, 16, 17, 20, 21].includes(one.type) && one.minute !== null && !one.rescinded);
    return svg`<svg class="ribbon" aria-hidden="true"><line class="ribbon-all" x1="2%" x2="98%" y1="13" y2="13"></line><line class="ribbon-done" x1="2%" x2=${x(done)} y1="13" y2="13"></line><line class="ribbon-half" x1=${x(45)} x2=${x(45)} y1="8" y2="18"></line>
        ${marks.map(one => svg`<svg class="ribbon-mark" x=${x(one.minute + (one.extraMinute ?? 0))} y="13"><title>${eventWords(one)}</title>${eventMark(one.type)}</svg>`)}</svg>`;
}

function turf() {
    return svg`<svg viewBox="0 0 400 160" preserveAspectRatio="xMidYMid slice"><g class="turf-stripes">${[0, 2, 4, 6, 8].map(n => svg`<rect x=${n * 40} y="0" width="40" height="160"></rect>`)}</g><g class="turf-lines"><path d="M200 0V160"></path><circle cx="200" cy="80" r="38"></circle><path d="M0 35h46v90H0M400 35h-46v90h46M46 62a24 24 0 0 1 0 36M354 62a24 24 0 0 0 0 36"></path></g></svg>`;
}

/** Events as a list, the latest first. */
export function eventList(match, most = 100) {
    const events = shownEvents(match).slice(0, most);
    return events.length === 0 ? html`<p class="soft quiet">Nothing has happened yet.</p>`
        : html`<ol class="events">${events.map(one => {
            const who = one.playerId === null ? null : player(one.playerId);
            return html`<li class=${one.rescinded ? 'undone' : ''}><span class="minute num">${minuteWords(one)}</span>${eventIcon(one.type)}<p><b>${eventWords(one)}</b>${one.rescinded ? html` <span class="tag">withdrawn</span>` : nothing}<br>
                ${one.playerId === null ? nothing : html`<a href=${to(`/players/${one.playerId}`)}>${nameOf(one.playerId)}</a>`}${one.relatedPlayerId === null ? nothing : html`<span class="soft">, ${otherWords(one, nameOf(one.relatedPlayerId))}</span>`}</p>
                ${who === null ? html`<span></span>` : html`<span class="kit">${shirt(who.team, '', who.team === match.home ? match.away : match.home)}</span>`}</li>`;
        })}</ol>`;
}

/** A match that isn't played now, as a row. */
export function matchRow(match) {
    const home = match.home ?? match.name;
    const away = match.away ?? '';
    return html`<a class="row match-row" href=${to(`/matches/${match.id}`)}><span class="match-when soft num">${match.phase === 'UPCOMING' ? kickOffWords(match.kickOff) : clockWords(match)}</span>
        <span class="match-teams"><span class="clip">${shirt(home, '', away)}${home}</span><span class="clip">${shirt(away, '', home)}${away}</span></span>
        ${match.phase === 'UPCOMING' ? nothing : html`<b class="match-score num">${match.score.split('-').map(goals => html`<span>${goals}</span>`)}</b>`}</a>`;
}
