package touchline.api.alert;

import java.util.List;
import touchline.market.settlement.SetAside;
import touchline.scheduler.alert.rule.AlertSource;

/** Positions, holdings, instruments and requests that could not be read and were left out. */
public final class SetAsideSource implements AlertSource {
    private final SetAside setAside;

    public SetAsideSource(SetAside setAside) {
        this.setAside = setAside;
    }

    @Override
    public String on() {
        return "set-aside";
    }

    @Override
    public List<Condition> now() {
        return setAside.all().stream()
                .map(item -> new Condition(item.subject(), item.words()))
                .toList();
    }
}
