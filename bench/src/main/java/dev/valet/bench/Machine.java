package dev.valet.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.valet.Json;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Where a number was measured, by kind and never by name. */
final class Machine {
    private static final double GIBIBYTE = 1 << 30;

    private Machine() {}

    /** @param flags of the Java machine that was measured, which need not be this one */
    static Json describe(List<String> flags) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var load = BigDecimal.valueOf(system.getSystemLoadAverage()).setScale(2, RoundingMode.HALF_UP);
        return Json.object()
                .with("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .with("processors", Runtime.getRuntime().availableProcessors())
                .with("memoryGiB", Math.round(system.getTotalMemorySize() / GIBIBYTE))
                .with("loadBefore", new Json.Fraction(load))
                .with("java", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"))
                .with("flags", flags)
                .build();
    }
}
