package dev.valet.local.aws.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement.
 *
 * @param actions compared without case; {@code inverted} for NotAction
 * @param resources empty in a trust policy, whose resource is the role it hangs on
 */
record Statement(
        Effect effect,
        OneOf<Glob> actions,
        OneOf<ArnGlob> resources,
        Optional<Principals> principals,
        List<Condition> conditions) {

    /** {@code Action} or, inverted, {@code NotAction}; likewise for resources. */
    record OneOf<T>(List<T> patterns, boolean inverted) {}

    boolean appliesTo(Request request) {
        Context context = request.context();
        boolean action =
                actions.patterns().stream().anyMatch(pattern -> pattern.matchesAnyCase(request.action(), context));
        boolean resource =
                resources.patterns().stream().anyMatch(pattern -> pattern.matches(request.resource(), context));
        return action != actions.inverted()
                && resource != resources.inverted()
                && conditions.stream().allMatch(condition -> condition.holds(context));
    }
}
