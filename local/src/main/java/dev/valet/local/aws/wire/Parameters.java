package dev.valet.local.aws.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decoded names and values of a query string or a form, in their order. */
public record Parameters(List<Entry> entries) {
    public record Entry(String name, String value) {}

    /**
     * A plus sign is a space, in a query as in a form.
     *
     * @throws IllegalArgumentException on broken encoding
     */
    public static Parameters parse(String text) {
        var entries = new ArrayList<Entry>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start) < 0 ? text.length() : text.indexOf('&', start);
            String part = text.substring(start, end);
            start = end + 1;
            if (!part.isEmpty()) {
                int equals = part.indexOf('=') < 0 ? part.length() : part.indexOf('=');
                String value = equals == part.length() ? "" : part.substring(equals + 1);
                entries.add(new Entry(decode(part.substring(0, equals)), decode(value)));
            }
        }
        return new Parameters(List.copyOf(entries));
    }

    private static String decode(String text) {
        return Percent.decode(text.replace('+', ' '));
    }

    /**
     * The single value of this name.
     *
     * @throws IllegalArgumentException when it is given twice
     */
    public Optional<String> get(String name) {
        List<String> found = entries.stream()
                .filter(entry -> entry.name().equals(name))
                .map(Entry::value)
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("the parameter " + name + " is given twice");
        }
        return found.stream().findFirst();
    }

    public Set<String> names() {
        var names = new TreeSet<String>();
        entries.forEach(entry -> names.add(entry.name()));
        return names;
    }

    /** {@code Tags.member.1.Key}, {@code Tags.member.2.Key}, ...: the values of one member of a list of structures. */
    public List<Parameters> members(String list) {
        var members = new ArrayList<Parameters>();
        for (int i = 1; ; i++) {
            String prefix = list + ".member." + i;
            var inner = new ArrayList<Entry>();
            for (Entry entry : entries) {
                if (entry.name().equals(prefix)) {
                    inner.add(new Entry("", entry.value()));
                } else if (entry.name().startsWith(prefix + ".")) {
                    inner.add(new Entry(entry.name().substring(prefix.length() + 1), entry.value()));
                }
            }
            if (inner.isEmpty()) {
                return members;
            }
            members.add(new Parameters(List.copyOf(inner)));
        }
    }

    /** {@code Keys.member.1}, {@code Keys.member.2}, ... */
    public List<String> memberTexts(String list) {
        return members(list).stream()
                .map(member -> member.get("").orElseThrow(() -> new IllegalArgumentException(list + " is malformed")))
                .toList();
    }
}
