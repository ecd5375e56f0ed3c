package dev.valet.bench;

import java.util.Comparator;
import java.util.List;

/**
 * What one request waited for, walked backwards from its answer: of the calls that had ended, the last is what it waited
 * for, and so on from that call's beginning. A call beside a longer one is nobody's wait, and not on the path.
 *
 * @param own nanoseconds in which no call of the path was held: Valet's own work
 * @param trips how many calls came one after the other
 */
record CriticalPath(long own, int trips) {
    static CriticalPath of(long began, long ended, List<Held> calls) {
        var latestFirst = calls.stream()
                .sorted(Comparator.comparingLong(Held::until).reversed())
                .toList();
        long own = 0;
        int trips = 0;
        long at = ended;
        for (var call : latestFirst) {
            if (call.until() <= at) {
                own += at - call.until();
                at = call.from();
                trips++;
            }
        }
        return new CriticalPath(own + at - began, trips);
    }
}
