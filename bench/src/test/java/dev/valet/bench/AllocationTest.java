package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int BYTES = 32 * 1024 * 1024;

    @Test
    void whatAVirtualThreadAllocatesIsCounted() throws InterruptedException {
        var kept = new AtomicReference<byte[]>();
        long before = Allocation.ofAll();
        Thread.ofVirtual().start(() -> kept.set(new byte[BYTES])).join();
        assertThat(Allocation.ofAll() - before).isGreaterThanOrEqualTo(kept.get().length);
    }
}
