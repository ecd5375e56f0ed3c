package dev.valet.grant;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One Allow of a session policy, before parameters are filled in.
 *
 * @param conditions operator to context key to values, as in IAM's {@code Condition}
 */
public record Statement(
        List<ActionPattern> actions,
        List<TemplateText> resources,
        SortedMap<String, SortedMap<String, List<TemplateText>>> conditions) {

    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
    }
}
