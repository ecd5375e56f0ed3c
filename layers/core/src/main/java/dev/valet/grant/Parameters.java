package dev.valet.grant;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameter values that their grant's rules allow. One that exists is valid for the grant it was checked against. */
public record Parameters(SortedMap<String, String> values) {
    public static final Parameters NONE = new Parameters(new TreeMap<>());

    public Parameters {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** @throws Malformed naming each parameter that is missing, unknown or broken, and its rule */
    public static Parameters check(Map<String, ParameterRule> rules, Map<String, String> given) {
        var problems = new ArrayList<Malformed.Problem>();
        rules.forEach((name, rule) -> {
            var value = given.get(name);
            if (value == null) {
                problems.add(new Malformed.Problem("/parameters/" + name, "is required and " + rule.describe()));
            } else if (!rule.allows(value)) {
                problems.add(new Malformed.Problem("/parameters/" + name, rule.describe()));
            }
        });
        if (!rules.keySet().containsAll(given.keySet())) {
            problems.add(
                    new Malformed.Problem("/parameters", "has no other members than " + new TreeSet<>(rules.keySet())));
        }
        if (!problems.isEmpty()) {
            throw new Malformed(problems);
        }
        return new Parameters(new TreeMap<>(given));
    }

    public String canonical() {
        return Json.strings(values).canonical();
    }
}
