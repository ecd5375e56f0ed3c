package dev.valet.local;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for canaries, each in all of its forms, in whatever came out. One pass over a text finds all of them. */
final class Hunt {
    private static final int WINDOW = 8;

    private final Map<Long, List<Pattern>> byBeginning = new HashMap<>();
    private final BitSet beginnings = new BitSet(1 << 20);
    private final Set<Find> finds = new LinkedHashSet<>();

    private record Pattern(Canary canary, String form, String text) {}

    /** @param where by name, such as {@code log} or {@code file dynamodb/shared.db} */
    record Find(String canary, String form, String where) {}

    Hunt(List<Canary> canaries) {
        for (var canary : canaries) {
            canary.forms().forEach((text, form) -> {
                long window = window(text);
                byBeginning.computeIfAbsent(window, _ -> new ArrayList<>()).add(new Pattern(canary, form, text));
                beginnings.set(slot(window));
            });
        }
    }

    /** @param latin1 bytes, each a character */
    void look(String where, String latin1) {
        long window = 0;
        for (int i = 0; i < latin1.length(); i++) {
            window = window << 8 | latin1.charAt(i) & 0xff;
            if (i >= WINDOW - 1 && beginnings.get(slot(window))) {
                int from = i - WINDOW + 1;
                byBeginning.getOrDefault(window, List.of()).stream()
                        .filter(pattern -> !pattern.canary().homes().contains(where))
                        .filter(pattern -> latin1.startsWith(pattern.text(), from))
                        .forEach(pattern -> finds.add(new Find(pattern.canary().name(), pattern.form(), where)));
            }
        }
    }

    Set<Find> finds() {
        return finds;
    }

    private static long window(String text) {
        long window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window = window << 8 | text.charAt(i) & 0xff;
        }
        return window;
    }

    private static int slot(long window) {
        return (int) ((window * 0x9E3779B97F4A7C15L) >>> 44);
    }
}
