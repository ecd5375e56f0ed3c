package dev.valet.local.aws;

import dev.valet.local.aws.wire.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tags of roles and sessions. Keys keep their case and are compared without it. */
final class Tags {
    private static final int MOST = 50;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private Tags() {}

    static Map<String, String> read(Parameters parameters) {
        List<Parameters> members = parameters.members("Tags");
        if (members.size() > MOST) {
            throw AwsError.invalid("tags", "Member must have length less than or equal to " + MOST);
        }
        var tags = new LinkedHashMap<String, String>();
        var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Parameters member : members) {
            String key = member.get("Key").orElse("");
            String value = member.get("Value").orElse("");
            if (!KEY.matcher(key).matches() || key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw AwsError.invalid("tags.key", "Member must satisfy regular expression pattern: " + KEY);
            }
            if (!VALUE.matcher(value).matches()) {
                throw AwsError.invalid("tags.value", "Member must satisfy regular expression pattern: " + VALUE);
            }
            if (!seen.add(key)) {
                throw new AwsError(
                        400,
                        "InvalidInput",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(key, value);
        }
        return tags;
    }

    /** The second map's tags replace those of the first with the same key in any case. */
    static Map<String, String> override(Map<String, String> first, Map<String, String> second) {
        Set<String> replaced = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        replaced.addAll(second.keySet());
        var all = new TreeMap<String, String>();
        first.forEach((key, value) -> {
            if (!replaced.contains(key)) {
                all.put(key, value);
            }
        });
        all.putAll(second);
        return all;
    }
}
