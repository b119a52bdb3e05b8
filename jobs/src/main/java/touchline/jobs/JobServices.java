package touchline.jobs;

import touchline.feed.LivePoll;
import touchline.feed.SquadSync;
import touchline.jobs.auth.JwksRefresh;
import touchline.jobs.bots.BotEngine;
import touchline.market.correction.ForcedSettlements;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.sweep.MarginSweep;

/** The services that jobs call. */
public record JobServices(
        LivePoll poll,
        SquadSync squads,
        Settlement settlement,
        SettlementPreviews previews,
        ForcedSettlements forced,
        MarginSweep sweep,
        BotEngine bots,
        JwksRefresh keys) {}
