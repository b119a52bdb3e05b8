package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import org.jspecify.annotations.Nullable;
import touchline.api.config.market.BotsConfig;
import touchline.api.config.market.FeedConfig;
import touchline.api.config.market.FlusherConfig;
import touchline.api.config.market.MarginConfig;
import touchline.api.config.market.MarketConfig;
import touchline.api.config.market.TicksConfig;

/** {@code config.yml}. */
public final class TouchlineConfiguration extends Configuration {
    private final DatabaseConfig database;
    private final RedisConfig redis;
    private final FeedConfig feed;
    private final MarketConfig market;
    private final MarginConfig margin;
    private final BotsConfig bots;
    private final AccessConfig access;
    private final FlusherConfig flusher;
    private final TicksConfig ticks;
    private final JobsConfig jobs;
    private final OperatorsConfig operators;
    private final AlertsConfig alerts;
    private final GoogleConfig google;
    private final LimitsConfig limits;
    private final StreamConfig stream;
    private final ShutdownConfig shutdown;
    private final WebhooksConfig webhooks;

    // One parameter a section of the file.
    @JsonCreator
    @SuppressWarnings("TooManyParameters")
    public TouchlineConfiguration(
            @JsonProperty(value = "database", required = true) DatabaseConfig database,
            @JsonProperty(value = "redis", required = true) RedisConfig redis,
            @JsonProperty(value = "feed", required = true) FeedConfig feed,
            @JsonProperty(value = "market", required = true) MarketConfig market,
            @JsonProperty(value = "margin", required = true) MarginConfig margin,
            @JsonProperty(value = "bots", required = true) BotsConfig bots,
            @JsonProperty(value = "access", required = true) AccessConfig access,
            @JsonProperty(value = "flusher", required = true) FlusherConfig flusher,
            @JsonProperty(value = "ticks", required = true) TicksConfig ticks,
            @JsonProperty(value = "jobs", required = true) JobsConfig jobs,
            @JsonProperty(value = "operators", required = true) OperatorsConfig operators,
            @JsonProperty(value = "alerts", required = true) AlertsConfig alerts,
            @JsonProperty(value = "google", required = true) GoogleConfig google,
            @JsonProperty(value = "limits", required = true) LimitsConfig limits,
            @JsonProperty(value = "stream", required = true) StreamConfig stream,
            @JsonProperty("shutdown") @Nullable ShutdownConfig shutdown,
            @JsonProperty("webhooks") @Nullable WebhooksConfig webhooks) {
        this.database = database;
        this.redis = redis;
        this.feed = feed;
        this.market = market;
        this.margin = margin;
        this.bots = bots;
        this.access = access;
        this.flusher = flusher;
        this.ticks = ticks;
        this.jobs = jobs;
        this.operators = operators;
        this.alerts = alerts;
        this.google = google;
        this.limits = limits;
        this.stream = stream;
        this.shutdown = shutdown == null ? ShutdownConfig.DEFAULT : shutdown;
        this.webhooks = webhooks == null ? WebhooksConfig.DEFAULT : webhooks;
    }

    public DatabaseConfig database() {
        return database;
    }

    public RedisConfig redis() {
        return redis;
    }

    public FeedConfig feed() {
        return feed;
    }

    public MarketConfig market() {
        return market;
    }

    public MarginConfig margin() {
        return margin;
    }

    public BotsConfig bots() {
        return bots;
    }

    public AccessConfig access() {
        return access;
    }

    public FlusherConfig flusher() {
        return flusher;
    }

    public TicksConfig ticks() {
        return ticks;
    }

    public JobsConfig jobs() {
        return jobs;
    }

    public OperatorsConfig operators() {
        return operators;
    }

    public AlertsConfig alerts() {
        return alerts;
    }

    public GoogleConfig google() {
        return google;
    }

    public LimitsConfig limits() {
        return limits;
    }

    public StreamConfig stream() {
        return stream;
    }

    public ShutdownConfig shutdown() {
        return shutdown;
    }

    public WebhooksConfig webhooks() {
        return webhooks;
    }
}
