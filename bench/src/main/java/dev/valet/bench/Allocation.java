package dev.valet.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/** Bytes allocated on the heap since the start; a virtual thread's are counted with its carrier's. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    static long ofAll() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    /** @param threads of the platform, and alive */
    static long of(Collection<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> Math.max(0, THREADS.getThreadAllocatedBytes(thread.threadId())))
                .sum();
    }
}
